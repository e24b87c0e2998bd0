"""What must happen after a commit: jobs to enqueue and messages to send, kept as rows until done."""

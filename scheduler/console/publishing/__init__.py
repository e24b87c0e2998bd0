"""From one version of a plan to the next: what differs, publishing, telling, planning anew."""

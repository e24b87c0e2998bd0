"""Which slots suit which party, and why: rules, what they propose, and how they were set."""

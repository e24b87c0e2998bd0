"""The state of a transfer: who asked, who offers, what was planned. The Django project."""

"""What people hold in their hands: route sheets for drivers, intake lists for employers."""

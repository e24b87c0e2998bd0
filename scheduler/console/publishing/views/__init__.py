"""The screens of this app, a module for each job."""

"""The screens: a frame that all of them share, and an app for each job that somebody sits down to."""

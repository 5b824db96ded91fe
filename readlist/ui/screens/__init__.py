"""The screens: the one people work on, and the dialogs over it."""

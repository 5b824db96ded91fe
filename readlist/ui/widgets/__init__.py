"""The widgets of the screen. They never see the library: data comes as attributes, news leaves as messages."""

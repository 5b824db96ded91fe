"""What the list, the sidebar and the details share: lines drawn one by one, scrolled without a new layout."""

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget


class Lines(ScrollView, can_focus=True, inherit_bindings=False):
    """A pane of lines, as many as :meth:`measure` last said.

    A change of Textual's ``virtual_size`` lays out the whole screen anew, at every key while one types. Instead, the
    place of the scrollbar is always kept, so that another number of lines moves nothing.
    """

    @property
    def top(self) -> int:
        """The first visible line."""
        return int(self.scroll_offset.y)

    def measure(self, lines: int) -> None:
        """There are so many lines now."""
        # As many as are visible at least: then the scrollbar draws nothing.
        size = Size(0, max(lines, self.container_size.height))
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def jump(self, line: float) -> None:
        """Make this the first visible line, as far as there are lines."""
        self.scroll_to(y=line, animate=False, immediate=True)

"""The newest notices, remembered by the web process, so that pages that come back after a moment need no database."""

from collections import OrderedDict

from regulars.live.wire import Notice

REMEMBERED = 2000  # notices


class Memory:
    def __init__(self) -> None:
        self.newest = 0
        self.complete_after: int | None = None  # every notice with a higher id is here, but for those on their way
        self._notices: OrderedDict[int, Notice] = OrderedDict()

    def add(self, notice: Notice) -> bool:
        """Remember it, and say whether it is new."""
        id = notice.id
        if id is None:
            return True
        if id in self._notices:
            return False
        self._notices[id] = notice
        self.newest = max(self.newest, id)
        if len(self._notices) > REMEMBERED:
            forgotten, _ = self._notices.popitem(last=False)
            self.complete_after = max(self.complete_after or 0, forgotten)
        return True

    def begin(self, *, complete_after: int, newest: int) -> None:
        """From here on everything is heard."""
        self._notices.clear()
        self.complete_after, self.newest = complete_after, newest

    def after(self, position: int) -> list[Notice] | None:
        """What came after this position, oldest first; None when that is not known for sure."""
        if self.complete_after is None or position < self.complete_after:
            return None
        return [self._notices[id] for id in sorted(self._notices) if id > position]

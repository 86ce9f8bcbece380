from regulars.channels.chat.tests.conftest import nobody_has_asked_yet, running_web, visitor, web, widget

__all__ = ["nobody_has_asked_yet", "running_web", "visitor", "web", "widget"]

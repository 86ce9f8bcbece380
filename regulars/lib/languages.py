"""What languages are called."""

from django.conf.locale import LANG_INFO

CODE_BY_NAME = {
    info[word].casefold(): code for code, info in LANG_INFO.items() for word in ("name", "name_local") if word in info
}  # "german" and "deutsch": "de"

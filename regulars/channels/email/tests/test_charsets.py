"""Text under whatever name a mail program gives its alphabet, and under a wrong one."""

from base64 import b64encode

import pytest

from regulars.channels.email.parse import parse

HEAD = b"From: ada@mail.example\nTo: hello@coffee.example\nSubject: x\n"
DECLARED = [
    ("iso-gb2312", "gb18030", "我的订单在哪里？"),
    ("gb_2312-80", "gb18030", "我的订单在哪里？"),
    ("x-gbk", "gb18030", "我的订单在哪里？"),
    ("big5-hkscs", "big5hkscs", "我的訂單在哪裡"),
    ("unicode-1-1-utf-7", "utf-7", "Wo ist meine Mühle? Grüße"),
    ("windows-1258", "cp1258", "Cà phê và sách"),
    ("x-mac-cyrillic", "mac_cyrillic", "Где мой заказ"),
    ("macintosh", "mac_roman", "Où est ma cafetière ?"),
    ("ks_c_5601-1987", "cp949", "제 주문은 어디에 있나요"),
    ("ks_c_5601", "cp949", "제 주문은 어디에 있나요"),
    ("iso-2022-jp", "iso2022_jp_ext", "注文はどこですか"),
    ("x-sjis", "cp932", "注文はどこですか①"),
    ("iso-8859-8-i", "iso-8859-8", "איפה ההזמנה שלי"),
    ("windows-1256", "cp1256", "أين طلبي"),
    ("koi8-r", "koi8-r", "Где мой заказ"),
    ("utf8mb4", "utf-8", "Grüße ☕"),
]
WRONG = [
    ("us-ascii", "utf-8", "Wo ist meine Mühle? Grüße"),
    ("us-ascii", "cp1252", "Wo ist meine Mühle? Viele Grüße aus Köln"),
    ("x-unknown", "utf-8", "Где мой заказ?"),
    ("", "cp1251", "Здравствуйте, где мой заказ? Я жду уже две недели. Спасибо."),
    ("", "euc-jp", "注文した商品がまだ届きません。確認をお願いいたします。"),
    ("utf-8", "cp1252", "Wo ist meine Mühle? Viele Grüße aus Köln"),
]


@pytest.mark.parametrize("cut", [10, 17, 26])
def test_a_subject_whose_base64_was_cut_at_any_place_is_read_whole(cut: int) -> None:
    encoded = b64encode("Übersicht der Rechnungen – 2026".encode())
    words = b"=?UTF-8?B?" + encoded[:cut] + b"?=\n =?UTF-8?B?" + encoded[cut:] + b"?=\n"
    assert parse(HEAD.replace(b"x\n", words)).subject == "Übersicht der Rechnungen – 2026"


@pytest.mark.parametrize(("name", "codec", "text"), DECLARED + WRONG, ids=lambda value: str(value)[:20])
def test_a_text_is_read_by_its_alphabet(name: str, codec: str, text: str) -> None:
    kind = b"Content-Type: text/plain; charset=" + name.encode() if name else b"Content-Type: text/plain"
    assert parse(HEAD + kind + b"\n\n" + text.encode(codec)).text.strip() == text

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regulars.conversations.incoming import File
from regulars.lib.html import sanitise
from regulars.team.models import Agent
from tests.cast import letter_from

PIXEL = bytes.fromhex("89504e470d0a1a0a")
HTML = '<p style="color: red">Look here. <img src="cid:pic1"> <img src="https://far.example/p.png"></p><div class="gmail_quote"><div class="gmail_attr">On Mon, 2 Nov 2026 at 10:00, Noor &lt;noor@coffee.example&gt; wrote:<br></div><blockquote class="gmail_quote">Before</blockquote></div>'


@pytest.fixture
def desk(client: Client, noor: Agent) -> Client:
    client.force_login(noor)
    return client


@pytest.fixture
def letter(ada):
    files = (
        File(name="pic.png", content=PIXEL, content_type="image/png", content_id="pic1", is_inline=True),
        File(name="évil.html", content=b"<script>alert(1)</script>", content_type="text/html"),
    )
    return letter_from(ada, "Look here.\nBefore", visible_text="Look here.", html=sanitise(HTML), files=files)


def test_a_letter_is_shown_in_a_frame_that_runs_nothing(desk, letter):
    page = desk.get(f"/inbox/{letter.conversation_id}").content.decode()
    frame = page.split("<iframe")[1].split(">")[0]
    assert "sandbox=" in frame and "allow-scripts" not in frame
    policy = desk.get(f"/messages/{letter.pk}/body")["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy


def test_remote_pictures_come_only_when_asked_for(desk, letter):
    kept_out = desk.get(f"/messages/{letter.pk}/body")["Content-Security-Policy"]
    let_in = desk.get(f"/messages/{letter.pk}/body?pictures=1")["Content-Security-Policy"]
    assert "https:" not in kept_out and "https:" in let_in
    assert "Show remote images" in desk.get(f"/inbox/{letter.conversation_id}").content.decode()


def test_pictures_inside_the_letter_are_shown_in_it_and_not_beside_it(desk, letter):
    picture = letter.attachments.get(content_id="pic1")
    assert f'src="/attachments/{picture.pk}/picture"' in desk.get(f"/messages/{letter.pk}/body").content.decode()
    page = desk.get(f"/inbox/{letter.conversation_id}").content.decode()
    assert f"/attachments/{picture.pk}" not in page and "évil.html" in page


def test_quoted_text_of_a_letter_is_folded_and_there(desk, letter):
    folded = desk.get(f"/messages/{letter.pk}/body").content.decode()
    assert "Before" not in folded
    assert "Before" in desk.get(f"/messages/{letter.pk}/body?quoted=1").content.decode()
    assert 'data-show="quoted"' in desk.get(f"/inbox/{letter.conversation_id}").content.decode()


def test_a_file_is_kept_and_never_opened_as_a_page_of_ours(desk, letter):
    file = letter.attachments.get(name="évil.html")
    answer = desk.get(f"/attachments/{file.pk}")
    assert (
        answer["Content-Disposition"].startswith("attachment") and answer["Content-Type"] == "application/octet-stream"
    )
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert desk.get(f"/attachments/{file.pk}/picture").status_code == 404


def test_letters_and_files_are_for_those_who_signed_in(client, letter):
    for address in (f"/messages/{letter.pk}/body", f"/attachments/{letter.attachments.first().pk}"):
        assert client.get(address).status_code == 302


def test_a_file_that_only_another_agent_has_uploaded_is_not_shown(client, desk, grace):
    file = desk.post("/attachments", {"file": SimpleUploadedFile("a.txt", b"secret")}).json()
    client.force_login(grace)
    assert client.get(f"/attachments/{file['id']}").status_code == 404


def test_words_below_a_quote_stay_below_it(desk, ada):
    text = "On Mon, 2 Nov 2026 at 10:00, Noor <noor@coffee.example> wrote:\n> When do you come?\n> Today?\n\nAt nine.\n"
    message = letter_from(ada, text, visible_text="At nine.")
    page = desk.get(f"/inbox/{message.conversation_id}").content.decode()
    assert page.count("<details>") == 1 and page.count("At nine.</p>") == 1
    assert page.index("When do you come?") < page.index("At nine.</p>")


PASSED_ON = "Please look.\n\nFrom: Zoë <zoe@mail.example>\nSent: Monday, 2 November 2026 10:00\nTo: ben@mail.example\nSubject: Beans\n\nWhere are they?\n"


def test_what_was_passed_on_is_not_folded(desk, ada):
    text, visible = PASSED_ON + "\n-- \nBen\n", PASSED_ON
    forward = letter_from(ada, text, subject="Fwd: Beans", visible_text=visible)
    page = desk.get(f"/inbox/{forward.conversation_id}").content.decode()
    assert page.count("<details>") == 1 and page.index("Where are they?") < page.index("<details>") < page.index(
        "Ben</div>"
    )
    answer = letter_from(ada, text, subject="Re: Beans", visible_text="Please look.")
    page = desk.get(f"/inbox/{answer.conversation_id}").content.decode()
    assert page.index("<details>") < page.index("Where are they?")


def test_a_forward_in_html_is_not_folded_either(desk, ada):
    facts = {"text": "Look.\nBefore\n-- \nBen", "visible_text": "Look.\nBefore", "html": sanitise(HTML)}
    assert "Before" in desk.get(f"/messages/{letter_from(ada, subject='WG: x', **facts).pk}/body").content.decode()
    assert "Before" not in desk.get(f"/messages/{letter_from(ada, subject='AW: x', **facts).pk}/body").content.decode()

"""Mail providers that anybody may have an address at: whoever writes from there belongs to no company for that."""

_EVERYWHERE = """
gmail googlemail yahoo hotmail outlook live gmx aol msn ymail rocketmail
"""
_COUNTRIES = """
at be br ca ch co.in co.jp co.nz co.uk com com.ar com.au com.br com.mx de dk es fr gr ie in it net nl no pl pt ro ru se
"""
_OTHERS = """
icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com
mail.com email.com usa.com fastmail.com fastmail.fm hey.com zoho.com zohomail.eu yandex.ru yandex.com ya.ru mail.ru
inbox.ru list.ru bk.ru rambler.ru qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com
naver.com daum.net hanmail.net web.de t-online.de freenet.de arcor.de posteo.de posteo.net mailbox.org bluewin.ch
hispeed.ch sunrise.ch laposte.net orange.fr wanadoo.fr free.fr sfr.fr neuf.fr bbox.fr numericable.fr libero.it
virgilio.it alice.it tin.it tiscali.it telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl xs4all.nl
casema.nl btinternet.com virginmedia.com sky.com talktalk.net ntlworld.com blueyonder.co.uk comcast.net verizon.net
att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com optonline.net rogers.com shaw.ca
sympatico.ca telus.net bigpond.com optusnet.com.au xtra.co.nz uol.com.br bol.com.br terra.com.br ig.com.br globo.com
wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz email.cz azet.sk abv.bg mail.bg ukr.net i.ua meta.ua
rediffmail.com sapo.pt op.pl gazeta.pl telia.com bredband.net online.no start.no inet.fi kolumbus.fi luukku.com
mail.dk citromail.hu freemail.hu indamail.hu walla.com walla.co.il privaterelay.appleid.com duck.com mozmail.com
simplelogin.com
"""
PUBLIC = {f"{name}.{country}" for name in _EVERYWHERE.split() for country in _COUNTRIES.split()} | set(_OTHERS.split())


def is_public(domain: str) -> bool:
    return domain.lower() in PUBLIC

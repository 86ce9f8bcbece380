"""What is written beside amounts, and how many digits stand behind their point, by the codes of ISO 4217."""

# What ISO 4217 counts otherwise than in hundredths.
_BY_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
DECIMALS = {code: digits for digits, codes in _BY_DECIMALS.items() for code in codes.split()}
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
_DOLLARS = (
    "USD CAD AUD NZD SGD HKD TWD ARS BBD BMD BND BRL BSD BZD CLP COP CUP CVE DOP FJD GYD JMD KYD LRD MOP MXN NAD NIO"
    " SBD SRD TOP TTD UYU WST XCD ZWG"
)
_FRANCS, _RUPEES = "CHF BIF CDF DJF GNF KMF RWF XAF XOF XPF", "INR LKR MUR NPR PKR SCR"
# What stands for these alone. A word that is not named stands for anything, unless it has three letters: it is a code.
SIGNS = {f"{code[:2]}$": code for code in _DOLLARS.split()} | {
    "$": _DOLLARS, "A$": "AUD", "BDS$": "BBD", "C$": "CAD NIO", "CAN$": "CAD", "COL$": "COP", "MEX$": "MXN", "NT$": "TWD",
    "R$": "BRL", "S$": "SGD", "€": "EUR", "£": "GBP EGP FKP GIP LBP SDG SHP SSP SYP", "¥": "JPY CNY", "￥": "JPY CNY",
    "₹": "INR", "₨": _RUPEES, "₽": "RUB", "₺": "TRY", "₴": "UAH", "₩": "KRW KPW", "₫": "VND", "₪": "ILS", "₱": "PHP CUP",
    "₦": "NGN", "฿": "THB", "₡": "CRC", "₵": "GHS", "₲": "PYG", "₸": "KZT", "₾": "GEL", "₼": "AZN", "֏": "AMD", "؋": "AFN",
    "৳": "BDT", "៛": "KHR", "₭": "LAK", "₮": "MNT", "﷼": "IRR OMR QAR SAR YER",
    "CFA": "XOF XAF", "DEN": "MKD", "DIN": "RSD", "FCFA": "XOF XAF", "FR": _FRANCS, "FT": "HUF", "KR": "SEK NOK DKK ISK",
    "KSH": "KES", "KČ": "CZK", "LEI": "RON MDL", "LEK": "ALL", "LEV": "BGN", "RS": _RUPEES, "SFR": "CHF", "TSH": "TZS",
    "USH": "UGX", "WON": "KRW KPW", "YEN": "JPY", "ZŁ": "PLN", "ГРН": "UAH", "ДЕН": "MKD", "ДИН": "RSD", "ЛВ": "BGN", "РУБ": "RUB",
}  # fmt: skip

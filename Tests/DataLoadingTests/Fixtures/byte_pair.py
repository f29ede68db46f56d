"""Writes byte_pair.json: what Hugging Face's `tokenizers` makes of texts.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install tokenizers==0.23.3
    /tmp/venv/bin/python Tests/DataLoadingTests/Fixtures/byte_pair.py

Words are cut by its ByteLevel rule, that of GPT-2. Its byte alphabet has an order of its own, and the order
decides ties between equally frequent pairs. So bytes are given to the trainer as the characters U+0100 and up,
which stand in the order of the bytes, and token b is byte b. Special tokens are cut out first, by its own
added tokens.
"""

import hashlib
import json
import pathlib

from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, trainers

HERE = pathlib.Path(__file__).parent
BOOKS = HERE.parents[2] / "Datasets" / "text"
MULTILINGUAL = """\
Der Zug fährt um 7 Uhr früh ab; wir müssen uns beeilen, sonst müssen wir wieder eine Stunde warten.
Η γάτα κοιμάται κάτω από το τραπέζι, και το παιδί διαβάζει ένα βιβλίο για τη θάλασσα.
Кошка спит под столом, а ребёнок читает книгу о море. Сегодня море спокойное.
猫在桌子下面睡觉，孩子在读一本关于大海的书。今天的大海很平静。
ねこは机の下で寝ています。子どもは海についての本を読んでいます。
القطة نائمة تحت الطاولة، والطفل يقرأ كتابا عن البحر.
बिल्ली मेज़ के नीचे सो रही है, और बच्चा समुद्र के बारे में एक किताब पढ़ रहा है।
고양이는 책상 아래에서 자고, 아이는 바다에 관한 책을 읽는다.
L'été, à Paris, il n'y a plus personne: qu'est-ce qu'on y ferait? C'était 1 984 fois mieux en ½ journée.
😀 👩‍🚀 🇫🇷 naïve cafe\u0301, A\u030a, x² + y² ≈ 25 €, ٣٤٥, Ⅷ, \u00a0\u2003\ttabs\t\tand\r\n\r\n  blank   lines\n\n\n  end  """
ENGLISH = """I'll say it's what they'd've done, we're sure; don't you? 'tis HER'S... SHE'LL
  "aaa aaaa aaaaa" 1234567 -- (A.D. 43)!!  ' 's 're'm  x"""
SPECIALS = ["<|end|>", "<|end|><|end|>", "<|"]
SPECIAL_TEXT = "one<|end|> two<|end|><|end|><|end|>  <|end <| |end|> three  <|end|>"

SPLIT = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
# GPT-2's characters for bytes, by the published rule, to turn ByteLevel's pieces back into bytes.
PRINTABLE = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
OTHERS = [b for b in range(256) if b not in PRINTABLE]
BYTE = {chr(b): b for b in PRINTABLE} | {chr(256 + i): b for i, b in enumerate(OTHERS)}


def pieces(text):
    """The words of a text, each byte b as the character U+0100 + b."""
    return ["".join(chr(0x100 + BYTE[c]) for c in piece) for piece, _ in SPLIT.pre_tokenize_str(text)]


def train(text, merges):
    tokenizer = Tokenizer(models.BPE())
    trainer = trainers.BpeTrainer(
        vocab_size=256 + merges, min_frequency=2, show_progress=False,
        initial_alphabet=[chr(0x100 + b) for b in range(256)], limit_alphabet=256)
    tokenizer.train_from_iterator(pieces(text), trainer)
    vocabulary = tokenizer.get_vocab()
    assert all(vocabulary[chr(0x100 + b)] == b for b in range(256))
    return tokenizer


def merges(tokenizer):
    vocabulary = tokenizer.get_vocab()
    return [[vocabulary[a], vocabulary[b]] for a, b in json.loads(tokenizer.to_str())["model"]["merges"]]


def encode(tokenizer, text):
    return [token for piece in pieces(text) for token in tokenizer.encode(piece).ids]


def encode_with_specials(tokenizer, text):
    """Splits at special tokens as `tokenizers` does, and encodes what lies between."""
    splitter = Tokenizer(models.WordLevel({"?": 0}, unk_token="?"))
    splitter.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in SPECIALS])
    first = tokenizer.get_vocab_size()
    tokens, end = [], 0
    encoding = splitter.encode(text)
    for token, (start, stop) in zip(encoding.tokens, encoding.offsets):
        if token in SPECIALS:
            tokens += encode(tokenizer, text[end:start]) + [first + SPECIALS.index(token)]
            end = stop
    return tokens + encode(tokenizer, text[end:])


def digest(numbers):
    return hashlib.sha256(" ".join(map(str, numbers)).encode()).hexdigest()


cases, alice = [], None
for book in ["alice", "as_you_like_it", "paradise_lost"]:
    text = (BOOKS / f"{book}.txt").read_bytes().decode()
    tokenizer = train(text, 1000)
    alice = alice or tokenizer
    pairs, tokens = merges(tokenizer), encode(tokenizer, text)
    cases.append({
        "name": book, "merges": len(pairs), "mergesDigest": digest(n for pair in pairs for n in pair),
        "tokens": len(tokens), "tokensDigest": digest(tokens), "firstMerges": pairs[:12]})
multilingual = train(MULTILINGUAL, 200)
fixture = {
    "books": cases, "multilingual": MULTILINGUAL, "multilingualMerges": merges(multilingual),
    "multilingualTokens": encode(multilingual, MULTILINGUAL),
    "multilingualByAlice": digest(encode(alice, MULTILINGUAL)),
    "english": ENGLISH, "englishByAlice": encode(alice, ENGLISH),
    "specials": SPECIALS, "specialText": SPECIAL_TEXT,
    "specialByAlice": encode_with_specials(alice, SPECIAL_TEXT)}
(HERE / "byte_pair.json").write_text(json.dumps(fixture, ensure_ascii=True, indent=None) + "\n")

"""Writes the initial corpus of each fuzz target: small valid inputs, and hostile ones.

Usage: python fuzz/make_corpus.py        (needs the standard library only; the same bytes every time)
"""

import gzip
import io
import json
import pathlib
import struct
import zipfile

HERE = pathlib.Path(__file__).parent
PICKLES = HERE.parent / "tests" / "data"


def save(target, name, data):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def compressed(data):
    return gzip.compress(data, 9, mtime=0)


def valid_pickles():
    for origin in ("python2", "numpy1", "numpy2"):
        for title, digits in json.loads((PICKLES / f"{origin}.json").read_text()).items():
            if title.startswith(("float32 / 256,", "dict", "big-endian labels", "a list", "uint8")):
                yield f"{origin}_{title}".replace(" ", "_").replace(",", "").replace("/", "of"), bytes.fromhex(digits)


def npy(descr, shape, data, version=1):
    header = repr({"descr": descr, "fortran_order": False, "shape": shape}).encode() + b"\n"
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + data


def npz(arrays, method):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in arrays.items():
            archive.writestr(zipfile.ZipInfo(name + ".npy"), data, compress_type=method)
    return file.getvalue()


def idx(sizes, data):
    return bytes([0, 0, 8, len(sizes)]) + b"".join(struct.pack(">I", size) for size in sizes) + data


def tensors(entries, data, metadata=None):
    header = {"__metadata__": metadata} if metadata else {}
    header.update({n: {"dtype": d, "shape": s, "data_offsets": o} for n, (d, s, o) in entries.items()})
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def main():
    pixels = bytes(i * 37 % 256 for i in range(60 * 4))
    labels = bytes(i % 3 for i in range(60))

    for name, pickle in valid_pickles():
        save("pickle", name, pickle)
    for name, pickle in {
        "nested": b"\x80\x02" + b"]" * 5_000 + b"a" * 4_999 + b".",
        "dup": b"\x80\x02]" + b"2\x86" * 26 + b".",
        "integer": b"\x80\x02L" + b"9" * 5_000 + b"L\n.",
        "long_length": b"\x80\x04\x8e" + struct.pack("<Q", 1 << 62) + b"abc.",
        "negative_length": b"\x80\x02T" + struct.pack("<i", -1) + b"abc.",
        "memo": b"\x80\x02h\x07.",
        "text": b"(lp0\nI1\na.",
        "empty": b"",
    }.items():
        save("pickle", name, pickle)
        save("gzip", name + ".gz", compressed(pickle))
    name, pickle = next(valid_pickles())
    save("gzip", name + ".gz", compressed(pickle))
    save("gzip", "two_members.gz", compressed(pickle[:200]) + compressed(pickle[200:]))
    save("gzip", "cut.gz", compressed(pickle)[:-9])
    save("gzip", "bomb.gz", compressed(bytes(20_000_000)))

    images = bytes(i * 37 % 256 for i in range(60 * 16))
    arrays = {"x_train": npy("|u1", (60, 4, 4), images), "y_train": npy("|u1", (60,), labels)}
    part = {"x_test": npy("|u1", (20, 4, 4), images[:320]), "y_test": npy("<i8", (20,), bytes(160))}
    save("npz", "stored", npz(arrays | part, zipfile.ZIP_STORED))
    save("npz", "packed", npz(arrays, zipfile.ZIP_DEFLATED))
    save("npz", "version_2", npz(arrays | {"x_train": npy("<f4", (60, 4), bytes(960), 2)}, zipfile.ZIP_STORED))
    doubles = struct.pack("<240d", *(pixel / 255 for pixel in pixels))
    save("npz", "doubles", npz(arrays | {"x_train": npy("<f8", (60, 4), doubles)}, zipfile.ZIP_STORED))
    points = struct.pack("<120d", *(pixel / 100 - 1 for pixel in pixels[:120]))
    save("npz", "points", npz(arrays | {"x_train": npy("<f8", (60, 2), points)}, zipfile.ZIP_DEFLATED))
    save("npz", "long_names", npz({letter * 300: b"" for letter in "abc"}, zipfile.ZIP_STORED))
    save("npz", "terabytes", npz(arrays | {"x_train": npy("<f8", (10**9, 10**6), b"")}, zipfile.ZIP_STORED))
    save("npz", "cut", npz(arrays, zipfile.ZIP_DEFLATED)[:-30])

    save("idx", "sound", idx((60, 2, 2), pixels) + idx((60,), labels))
    save("idx", "lie", idx((4_000_000_000, 28, 28), pixels) + idx((60,), labels))
    save("idx", "none", idx((0, 28, 28), b"") + idx((0,), b""))
    save("idx", "short", idx((60, 28, 28), pixels) + idx((60,), labels))

    double_array = npy("<f8", (60, 4), doubles)
    hot = struct.pack("<180f", *(float(i % 3 == i // 3 % 3) for i in range(180)))
    names = ("train_images", "train_labels", "val_images", "val_labels", "test_images")
    named = {name: npy("|u1", (60, 4, 4), images) if "images" in name else arrays["y_train"] for name in names}
    save("npz", "named", npz(named | {"extra": b""}, zipfile.ZIP_STORED))
    save("npz", "one_hot", npz({"X": arrays["x_train"], "y": npy("<f4", (60, 3, 1), hot)}, zipfile.ZIP_STORED))
    halves = struct.pack("<960e", *(pixel / 300 for pixel in images))
    save("npz", "halves", npz(arrays | {"x_train": npy("<f2", (60, 4, 4), halves)}, zipfile.ZIP_STORED))

    save("npy", "bytes", arrays["x_train"] + arrays["y_train"])
    save("npy", "doubles", double_array + npy("<i8", (60,), struct.pack("<60q", *labels)))
    times = struct.pack("<120d", *(1.7e9 + n for n in range(120)))
    save("npy", "times", npy("<f8", (60, 2), times) + arrays["y_train"])
    save("npy", "halves", npy("<f2", (60, 4, 4), halves) + npy("<f4", (60, 3), hot))
    save("npy", "alone", arrays["x_train"])

    mapping = b"MAP\n0 65 97\n1 66 98\n2 67 99\n"
    save("emnist", "sound", idx((60, 2, 2), pixels) + idx((60,), labels) + mapping)
    save("emnist", "strange", idx((60, 1, 4), pixels) + idx((60,), labels) + b"MAP\n0 1114112\n1 -1\nx\n2 27\n")
    save("emnist", "flat", idx((60, 4), pixels) + idx((60,), labels))

    points = (PICKLES / "points.csv").read_bytes()[:600]
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("data/points.csv"), points, compress_type=zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("README"), b"about it")
    for name, data in {
        "table": points,
        "zipped_table": zipped.getvalue(),
        "npz": npz(arrays, zipfile.ZIP_DEFLATED),
        "pickle": next(valid_pickles())[1],
        "packed": compressed(points),
        "twice": compressed(compressed(points)),
        "idx": idx((60, 2, 2), pixels),
        "npy": arrays["x_train"],
        "page": b"<!DOCTYPE html><html><title>403 Forbidden</title></html>",
        "pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        "arff": b"% about it\n@relation r\n@attribute a numeric\n@data\n1,2\n",
        "libsvm": b"1 1:0.5 7:2\n-1 2:1\n",
        "json": b'[{"a": 1, "label": "b"}]',
        "tar": b"a.csv".ljust(257, b"\0") + b"ustar\x0000" + bytes(248),
    }.items():
        save("any", name, data)

    save("csv", "points", (PICKLES / "points.csv").read_bytes()[:600])
    save("csv", "rows", (PICKLES / "rows.csv").read_bytes()[:600])
    save("csv", "bars", (PICKLES / "bars.csv").read_bytes()[:4_000])
    save("csv", "ragged", b"1,2,a\n1,2,3,b\n")
    save("csv", "not_finite", b"1,2,a\nnan,inf,b\n1e999,-inf,a\n")
    save("csv", "quotes", b'"1","2","a\n1,2,"b""c"\n' + b'"' * 50)
    save("csv", "packed.gz", compressed((PICKLES / "points.csv").read_bytes()[:600]))
    save("csv", "two", b"x,y,label\n" + b"1,2,a\n3,4,b\n" * 5 + b"\x00" + b"x,y,label\n1,2,a\n")
    save("csv", "large_numbers", b"3e38,-3e38,a\n-3e38,3e38,b\n" * 10)

    for name, words in {
        "lecture": "--eta 0.5 --hidden 30",
        "modern": "--preset modern --hidden 64,32 --batch 50 --dropout 0.3 --l2 1e-4 --patience 20",
        "all": "--train-size all --test-size all --noise 0.2 --flip 0.1 --validation 0.2 --init scaled",
        "ranges": "--eta -1 --hidden 0 --batch 999999999999999999999 --seed 18446744073709551615 --noise nan",
        "planned": "--at 100:eta=0.01 --at 100:hidden=12 --at 9:weights=best --at 7:batch=full --steps 500",
    }.items():
        save("setup", name, words.encode())
    for name, words in {
        "eta": "1200:eta=0.01",
        "several": "5:train-size=80\n5:hidden=3\n7:weights=best\n90:optimizer=adam",
        "long": "5:" + "\x01" * 400 + "=1",
        "strange": "18446744073709551616:eta=1\n:eta=\n5:=\n-1:eta=1\n5:activation=relu",
    }.items():
        save("at", name, words.encode())

    layers = {"0.weight": ("F32", [3, 2], [0, 24]), "0.bias": ("F32", [3], [24, 36])}
    layers.update({"2.weight": ("F32", [2, 3], [36, 60]), "2.bias": ("F32", [2], [60, 68])})
    floats = struct.pack("<17f", *[n / 7 - 1 for n in range(17)])
    save("safetensors", "network", tensors(layers, floats, {"step": "7", "activation": "tanh"}))
    kinds = {"a": ("F64", [2], [0, 16]), "b": ("I64", [1, 1], [16, 24]), "c": ("U64", [], [24, 32])}
    kinds["d"] = ("F32", [0, 9], [32, 32])
    save("safetensors", "kinds", tensors(kinds, bytes(range(32))))
    save("safetensors", "overlap", tensors({"a": ("F32", [2], [0, 8]), "b": ("F32", [2], [0, 8])}, bytes(8)))
    save("safetensors", "huge", tensors({"a": ("F32", [1 << 62, 4], [0, 16])}, bytes(16)))
    save("safetensors", "backwards", tensors({"a": ("F32", [1], [4, 0])}, bytes(4)))
    save("safetensors", "nested", struct.pack("<Q", 5000) + b"[" * 5000)
    save("safetensors", "long_name", tensors({"x" * 4000: ("F32", [1], [0, 8])}, bytes(4)))
    save("safetensors", "long", struct.pack("<Q", (1 << 64) - 1) + b"{}")

    rows = [(n, 1 / (n + 1), 0.5 + (n - 5) ** 2 / 500) for n in range(20)]
    table = "".join(f"{n},{a:.4f},{b:.4f}\n" for n, a, b in rows)
    json_lines = "".join(f'{{"step": {n}, "train": {{"loss": {a:.4f}}}, "val_loss": {b:.4f}}}\n' for n, a, b in rows)
    history = ",".join(f'{{"loss": {a:.4f}, "step": {n}}},{{"eval_loss": {b:.4f}, "step": {n}}}' for n, a, b in rows)
    for name, text in {
        "table": "epoch,loss,val_loss\n" + table,
        "holes": "epoch,step,train_loss,val_loss\n" + "".join(f"{n},{n},{a:.3f},\n{n},{n},,{b:.3f}\n" for n, a, b in rows),
        "blanks": "epoch loss val_loss\n" + table.replace(",", "  "),
        "json_lines": json_lines,
        "state": '{\n "log_history": [' + history + '],\n "max_steps": 20\n}',
        "lists": '{"loss": [3, 2, NaN], "val_loss": [4, 3, 5]}\n',
        "boosting": "".join(f"[{n}]\ttrain-logloss:{a:.4f}\teval-logloss:{b:.4f}\n" for n, a, b in rows),
        "leaves": "".join(f"[{n}]\ttraining's l2: {a:.4f}\tvalid_1's l2: {b:.4f}\n" for n, a, b in rows),
        "pairs": "".join(f"epoch {n}/20 loss={a:.4f} - val_loss: {b:.4f}\n" for n, a, b in rows),
        "back": "step,loss\n" + "".join(f"{n % 7},{a:.4f}\n" for n, a, b in rows),
        "not_finite": "step,loss,val_loss\n1,nan,inf\n2,-inf,1e999\n3,1,1\n",
        "numbers": "step,loss\n-1,1\n1e300,1\n18446744073709551616,1\n0.5,1\n",
        "nested": '{"a":' * 300,
        "half": '{"log_history": [{"loss": 1, "step": 1}, {"lo',
    }.items():
        save("log", name, text.encode())
    events = b"".join(record(event(n, a, b)) for n, a, b in rows)
    save("log", "events", events)
    save("log", "long_event", events[:200] + record(b"", 1 << 62) + events[200:])
    save("log", "lying_event", events[:200] + struct.pack("<Q", 1 << 40) + events[208:])
    save("log", "binary", bytes(range(256)) * 4)


def field(number, wire, value):
    return bytes([number << 3 | wire]) + value


def event(step, train, test):
    """An event of TensorBoard with two scalars, one of them as a tensor."""
    def message(value):
        return bytes([len(value)]) + value

    single = field(1, 2, message(b"loss/train")) + field(2, 5, struct.pack("<f", train))
    tensor = field(1, 0, b"\x01") + field(4, 2, message(struct.pack("<f", test)))
    other = field(1, 2, message(b"loss/test")) + field(8, 2, message(tensor))
    summary = field(1, 2, message(single)) + field(1, 2, message(other))
    return field(1, 1, bytes(8)) + field(2, 0, bytes([step])) + field(5, 2, message(summary))


def record(data, length=None):
    """A record of an event file."""
    head = struct.pack("<Q", len(data) if length is None else length)
    return head + masked(head) + data + masked(data)


def masked(data):
    """The masked CRC-32C of some bytes."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


main()

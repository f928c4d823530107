//! Hostile and damaged files: each must be refused quickly, with little memory, and without a panic.

use proptest::prelude::*;

use super::super::read::decode;
use super::dialects::fixtures;
use super::{gzip, problem, refusal};

const DAMAGED: &str = "its pickle is damaged: save or download it again";
const TOO_DEEP: &str = "its contents are nested too deeply for images and labels";
const UNSUPPORTED: &str =
    "it holds more than tuples, lists and arrays of numbers: save three pairs of images and labels";
const TOO_MANY: &str =
    "it holds too many single objects: save its images as one array, as numpy.array(images, 'f2') makes it";
pub const SHARED: &str = "it uses the same object in two places: save it again with a copy for each place";

/// The bytes of several pieces in a row.
fn pickle(pieces: &[&[u8]]) -> Vec<u8> {
    pieces.concat()
}

#[test]
fn other_files_are_not_taken_for_pickles() {
    let neither =
        "it is none of the files that this program reads: tables, pickles, npz archives and IDX files";
    assert_eq!(problem(b""), "the file is empty");
    assert_eq!(problem(b"label,pixel0,pixel1\n5,0,0\n"), neither);
    assert_eq!(problem(b"PK\x03\x04 and so on"), neither);
    assert_eq!(problem(&gzip(b"hello")), neither);
    assert_eq!(problem(&gzip(b"")), "the file is empty");
}

#[test]
fn nesting_is_bounded_with_and_without_marks() {
    let nested_lists = pickle(&[b"\x80\x02", &b"]".repeat(100_000), &b"a".repeat(99_999), b"."]);
    assert_eq!(problem(&nested_lists), TOO_DEEP);
    assert_eq!(problem(&pickle(&[b"\x80\x02", &b"(".repeat(100_000), b"."])), TOO_DEEP);
    assert_eq!(problem(&pickle(&[b"\x80\x02N", &b"\x85".repeat(100_000), b"."])), TOO_DEEP);
    assert_eq!(problem(&pickle(&[b"\x80\x02N", &b"Nb".repeat(50_000), b"."])), TOO_DEEP);
    assert_eq!(
        problem(&pickle(&[b"\x80\x02", b"cnumpy\ndtype\nN\x85R", &b"\x85".repeat(40), b"."])),
        TOO_DEEP
    );
}

#[test]
fn objects_cannot_be_multiplied() {
    let doubled = pickle(&[b"\x80\x02]", &b"2\x86".repeat(26), b"."]);
    assert_eq!(problem(&doubled), UNSUPPORTED);

    // Each tuple contains the one before twice, through the memo.
    let steps: Vec<u8> = (0..30).flat_map(|n| [b'h', n, b'h', n, 0x86, b'q', n + 1]).collect();
    assert_eq!(problem(&pickle(&[b"\x80\x02Nq\x00", &steps, b"."])), SHARED);

    // The same text of 4 kB, many times.
    let text = pickle(&[b"X\x00\x10\x00\x00", &b"x".repeat(4096), b"q\x00"]);
    assert_eq!(problem(&pickle(&[b"\x80\x02(", &text, &b"h\x00".repeat(10_000), b"t."])), SHARED);

    // A list that contains itself.
    assert_eq!(problem(b"\x80\x02]q\x00h\x00a."), SHARED);
}

#[test]
fn opcodes_are_counted() {
    assert_eq!(problem(&pickle(&[b"\x80\x02(", &b"N".repeat(300_000), b"t."])), TOO_MANY);
    // Bytes pay for more, but not for any number, and what is fetched is limited as well.
    let paid = |opcode: &[u8], count: usize| {
        let bytes = 16 * opcode.len() * count;
        let payload = [b"B", &(bytes as u32).to_le_bytes()[..], &vec![0; bytes]].concat();
        problem(&pickle(&[b"\x80\x02(", &payload, &opcode.repeat(count), b"t."]))
    };
    assert!(paid(b"N", 300_000).starts_with("it holds a tuple of 300001, not"));
    assert_eq!(paid(b"N", 3_000_000), TOO_MANY);
    let text = [b"X\x84\x03\x00\x00".to_vec(), vec![b'x'; 900], b"q\x00".to_vec()].concat();
    assert_eq!(problem(&pickle(&[b"\x80\x02(", &text, &b"h\x00".repeat(199_000), b"t."])), TOO_MANY);
    // An object with many numbers of the memo, each of which would have to be counted.
    let stored: Vec<u8> = (0..100_u8).flat_map(|n| [b'q', n]).collect();
    assert_eq!(problem(&pickle(&[b"\x80\x02N", &stored, &b"h\x63".repeat(99_000), b"t."])), SHARED);
    // A tuple whose list is not stored.
    assert_eq!(
        problem(b"\x80\x02]q\x00\x85q\x01h\x01\x86."),
        "its training part is a tuple of 1, not a pair of images and labels"
    );
}

#[test]
fn opcodes_that_could_run_code_or_panic_are_refused() {
    for opcode in b"oi2016PQGF\x81\x82\x83\x84\x8b\x8f\x90\x91\x92\x97\x98\xff\x00" {
        assert_eq!(problem(&[0x80, 2, b'(', b'N', *opcode]), UNSUPPORTED, "opcode {opcode:#x}");
    }
    assert_eq!(
        problem(b"\x80\x02cos\nsystem\nX\x02\x00\x00\x00ls\x85R."),
        "it holds a tuple of 1, not three pairs of images and labels"
    );
    assert_eq!(problem(b"\x80\x02}]Ns."), UNSUPPORTED);
}

#[test]
fn false_lengths_are_detected() {
    let huge = "it unpacks to more than 512 MiB: save its images as float16, as numpy.array(images, 'f2') makes them";
    assert_eq!(problem(b"\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\xff."), huge);
    assert_eq!(problem(b"\x80\x02T\xff\xff\xff\xff."), huge);
    assert_eq!(problem(b"\x80\x02X\x00\x00\x00\x30."), huge);
    let ends = "the file ends in the middle of its pickle: save or download it again";
    assert_eq!(problem(b"\x80\x02X\x00\x00\x00\x10."), ends);
    assert_eq!(problem(b"\x80\x02U\x05abc"), ends);
    assert_eq!(problem(b"\x80\x02cnumpy\n"), ends);
}

#[test]
fn long_numbers_and_broken_text_are_refused() {
    let digits = pickle(&[b"(L", &b"9".repeat(3_000_000), b"L\n."]);
    assert_eq!(problem(&digits), UNSUPPORTED);
    for end in [&b"\n."[..], b"x\n.", b"\\\n."] {
        assert_eq!(problem(&pickle(&[b"(S'", &b"\\x00".repeat(10_000), end])), DAMAGED);
    }
    assert_eq!(problem(b"(S'a"), "the file ends in the middle of its pickle: save or download it again");
    assert_eq!(problem(b"(S'\n."), DAMAGED);
}

#[test]
fn a_wrong_object_on_the_stack_gives_a_short_message() {
    let text = pickle(&[b"X\x00\x00\x10\x00", &b"x".repeat(1 << 20)]);
    for end in [&b"R."[..], b"a.", b"\x93.", b"NR.", b"Ns.", b"(Ne."] {
        assert_eq!(problem(&pickle(&[b"\x80\x02(", &text, &text, end])), DAMAGED);
    }
}

#[test]
fn decompression_bombs_are_refused() {
    let zeros = vec![0; 1 << 20];
    let bomb = gzip(&pickle(&[b"\x80\x02(", &pickle(&[b"T\x00\x00\x10\x00", &zeros]).repeat(600), b"t."]));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(problem(&bomb), "it unpacks to more than 100 times its size");
    let marks = pickle(&[b"\x80\x02(", &b"(t".repeat(99_000), b"t."]);
    assert_eq!(problem(&marks), TOO_MANY, "each mark would take four kilobytes");
}

#[test]
fn compressed_files_may_end_anywhere() {
    let whole = gzip(b"\x80\x02(N(K\x01M\x02\x03U\x03abctt.");
    for length in 2..whole.len() {
        assert_eq!(
            problem(&whole[..length]),
            "it ends in the middle of its gzip data: download it again",
            "cut at {length}"
        );
    }
    let packed = include_bytes!("../../../../assets/mnist.pkl.gz");
    for length in [1_000, 100_000, 5_000_000, packed.len() - 9, packed.len() - 1] {
        assert!(problem(&packed[..length]).starts_with("it ends in the middle of its gzip data"));
    }
}

#[test]
fn damage_in_a_compressed_file_is_detected() {
    let whole = gzip(&pickle(&[b"\x80\x02U\xff", &[7; 255], b"."]));
    for place in 10..whole.len() {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x10;
        refusal(&damaged);
    }
    let mut check_sum = whole.clone();
    check_sum[whole.len() - 8] ^= 1;
    assert_eq!(problem(&check_sum), "its gzip data are damaged: download it again");
}

#[test]
fn data_after_the_end_are_refused() {
    assert_eq!(
        problem(b"\x80\x02N.\x80\x02N."),
        "it goes on after its pickle has ended: save all parts as one tuple"
    );
    assert_eq!(problem(b"\x80\x02NN."), DAMAGED);
}

proptest! {
    /// A valid file with a few bytes replaced is read or refused, but never causes a panic.
    #[test]
    fn damage_never_panics(
        index in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let all: Vec<_> = fixtures().collect();
        let (_, mut bytes) = all[index.index(all.len())].clone();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = decode(&bytes, "file");
    }

    /// Any mixture of pieces of pickles is read or refused, but never causes a panic.
    #[test]
    fn mixed_up_opcodes_never_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let _ = decode(&[b"\x80\x02", &*pieces.concat(), b"."].concat(), "file");
    }
}

/// Pieces of pickles, some with extreme numbers.
const PIECES: &[&[u8]] = &[
    b"(",
    b"N",
    b"\x88",
    b"K\x01",
    b"M\xff\xff",
    b"J\xff\xff\xff\xff",
    b"I01\n",
    b"L-9L\n",
    b"\x8a\x01\x80",
    b"\x8a\x00",
    b"S'a'\n",
    b"U\x02u1",
    b"U\x01b",
    b"X\x01\x00\x00\x00C",
    b"B\x02\x00\x00\x00\x00\x01",
    b")",
    b"\x85",
    b"\x86",
    b"\x87",
    b"t",
    b"]",
    b"l",
    b"a",
    b"e",
    b"}",
    b"d",
    b"s",
    b"u",
    b"c__builtin__\nset\n",
    b"c__builtin__\nlist\n",
    b"cnumpy\ndtype\n",
    b"c_codecs\nencode\n",
    b"c__builtin__\nbytearray\n",
    b"\x93",
    b"R",
    b"b",
    b"p0\n",
    b"q\x00",
    b"q\x01",
    b"\x94",
    b"g0\n",
    b"h\x00",
    b"h\x01",
];

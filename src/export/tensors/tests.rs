use proptest::prelude::*;

use super::*;

fn tensors() -> Tensors {
    let tensor = |shape: &[usize], numbers| Tensor::new(shape, numbers);
    let named = [
        ("0.weight", tensor(&[2, 3], Numbers::F32(vec![1.5, -2.0, f32::MAX, 0.0, -0.0, f32::MIN_POSITIVE]))),
        ("moment", tensor(&[2], Numbers::F64(vec![0.1, -1e300]))),
        ("order", tensor(&[1, 2], Numbers::I64(vec![i64::MIN, -1]))),
        ("state", tensor(&[1], Numbers::U64(vec![u64::MAX]))),
        ("none", tensor(&[0, 7], Numbers::F32(Vec::new()))),
        ("one", tensor(&[], Numbers::F64(vec![7.0]))),
    ];
    Tensors {
        tensors: named.map(|(name, tensor)| (name.to_owned(), tensor)).into(),
        metadata: [("command", "overfit \"<é>\"\n"), ("step", "7")].map(|(a, b)| (a.into(), b.into())).into(),
    }
}

/// A file with this header and so many zeros.
fn file(header: &str, zeros: usize) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &vec![0; zeros]].concat()
}

#[test]
fn what_is_written_is_read_again() {
    for tensors in [tensors(), Tensors::default()] {
        let bytes = tensors.to_bytes();
        assert_eq!(Tensors::from_bytes(&bytes).as_ref(), Ok(&tensors));
        assert_eq!(bytes, tensors.clone().to_bytes());
    }
}

#[test]
fn numbers_start_at_a_multiple_of_eight_bytes() {
    let bytes = tensors().to_bytes();
    assert_eq!(u64::from_le_bytes(bytes[..8].try_into().expect("eight")) % 8, 0);
}

#[test]
fn a_truncated_file_is_an_error() {
    let bytes = tensors().to_bytes();
    for length in 0..bytes.len() {
        assert!(Tensors::from_bytes(&bytes[..length]).is_err(), "{length} of {}", bytes.len());
    }
    assert!(Tensors::from_bytes(&[&bytes[..], &[0]].concat()).is_err(), "a byte that belongs to no tensor");
}

#[test]
fn false_claims_are_errors() {
    let f32s = |shape: &str, start: usize, end: usize| {
        format!(r#"{{"a":{{"dtype":"F32","shape":{shape},"data_offsets":[{start},{end}]}}}}"#)
    };
    for (header, zeros) in [
        (f32s("[2]", 0, 8), 7),
        (f32s("[2]", 0, 4), 4),
        (f32s("[2]", 8, 0), 8),
        (f32s("[1]", 4, 8), 8),
        (f32s("[-1]", 0, 4), 4),
        (f32s("[4294967296,4294967296,4]", 0, 0), 0),
        (f32s("[18446744073709551615,4]", 0, 4), 4),
        (f32s("[1]", 0, usize::MAX), 4),
        (f32s("1", 0, 4), 4),
        (r#"{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}"#.to_owned(), 4),
        (r#"{"a":{"shape":[2],"data_offsets":[0,4]}}"#.to_owned(), 4),
        (r#"{"__metadata__":{"a":1}}"#.to_owned(), 0),
        ("[]".to_owned(), 0),
        ("{".repeat(10_000), 0),
        ("[".repeat(10_000), 0),
        (String::new(), 0),
    ] {
        let error = Tensors::from_bytes(&file(&header, zeros)).expect_err(&header);
        assert!(error.starts_with("has ") && error.len() < 100, "{error}");
    }
    let twice = r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
    assert!(Tensors::from_bytes(&file(twice, 4)).is_err(), "two tensors share their bytes");
    assert!(Tensors::from_bytes(&u64::MAX.to_le_bytes()).is_err());
}

proptest! {
    #[test]
    fn whatever_is_changed_there_is_no_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)
    ) {
        let mut bytes = tensors().to_bytes();
        for (index, byte) in changes {
            let n = index.index(bytes.len());
            bytes[n] = byte;
        }
        if let Ok(tensors) = Tensors::from_bytes(&bytes) {
            prop_assert!(Tensors::from_bytes(&tensors.to_bytes()).is_ok());
        }
    }
}

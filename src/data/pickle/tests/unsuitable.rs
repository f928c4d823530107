//! Valid pickles whose content is not images and labels, or cannot be learned from.

use std::path::Path;

use super::super::read::{decode, read};
use super::hostile::SHARED;
use super::problem;
use crate::data::progress::Progress;
use crate::data::{Features, FileData, Shape};

/// An array as protocol 5 saves it, with the number type and the byte order spelled out.
fn array(number: &str, order: &str, shape: &[u16], bytes: &[u8]) -> Vec<u8> {
    let text = |text: &str| [&[b'U', text.len() as u8], text.as_bytes()].concat();
    let number =
        [b"cnumpy\ndtype\n(", &*text(number), b"K\x00K\x01tR(K\x03", &*text(order), b"NNNtb"].concat();
    let shape = [
        b"(",
        &*shape.iter().flat_map(|&length| [&b"M"[..], &length.to_le_bytes()].concat()).collect::<Vec<_>>(),
        b"t",
    ]
    .concat();
    let bytes = [b"B", &(bytes.len() as u32).to_le_bytes()[..], bytes].concat();
    [b"cnumpy.core.numeric\n_frombuffer\n(", &*bytes, &number, &shape, &text("C"), b"tR"].concat()
}

fn bytes(shape: &[u16], bytes: &[u8]) -> Vec<u8> {
    array("u1", "|", shape, bytes)
}

/// Images of uniform grey.
fn floats(numbers: &[f32]) -> Vec<u8> {
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes().repeat(PIXELS)).collect();
    array("f4", "<", &[numbers.len() as u16, 4, 4], &bytes)
}

const PIXELS: usize = 16;

/// A pickle of a training and a test part.
fn file(train: (&[u8], &[u8]), test: (&[u8], &[u8])) -> Vec<u8> {
    [b"\x80\x02", train.0, train.1, b"\x86", test.0, test.1, b"\x86\x86."].concat()
}

/// Two images of uniform grey with two labels.
fn sound() -> (Vec<u8>, Vec<u8>) {
    (bytes(&[2, 4, 4], &[[3; PIXELS], [255; PIXELS]].concat()), bytes(&[2], &[0, 1]))
}

/// The message for a file whose training part has these images, with valid labels.
fn problem_of_images(images: &[u8]) -> String {
    let (sound_images, labels) = sound();
    problem(&file((images, &labels), (&sound_images, &labels)))
}

/// The message for a file whose training part has these labels, with valid images.
fn problem_of_labels(labels: &[u8]) -> String {
    let (images, sound_labels) = sound();
    problem(&file((&images, labels), (&images, &sound_labels)))
}

/// The data of a file whose training part has these images.
fn with_images(images: &[u8]) -> FileData {
    let (sound_images, labels) = sound();
    decode(&file((images, &labels), (&sound_images, &labels)), "file").unwrap()
}

/// The training pixels of a file whose images are these grey levels.
fn pixels(numbers: &[f32]) -> Vec<u8> {
    match with_images(&floats(numbers)).train.inputs {
        Features::Pixels(pixels) => pixels.into_iter().step_by(PIXELS).collect(),
        Features::Numbers(_) => panic!("pixels"),
    }
}

#[test]
fn floats_become_the_bytes_they_were_made_of() {
    assert_eq!(pixels(&[129.0 / 256.0, 255.0 / 256.0]), [129, 255]);
    assert_eq!(pixels(&[129.0 / 255.0, 1.0]), [129, 255]);
    assert_eq!(pixels(&[129.0, 255.0]), [129, 255]);
    assert_eq!(pixels(&[0.0, 1.0]), [0, 255]);
    assert_eq!(pixels(&[0.0, 0.0]), [0, 0]);
}

#[test]
fn shares_between_the_levels_are_learned_from_as_they_are() {
    let shares = |numbers: &[f32]| {
        let data = with_images(&floats(numbers));
        assert_eq!(data.shape, Shape::Image { width: 4, height: 4 });
        let test: Vec<f32> = data.test.inputs.rows().flatten().step_by(PIXELS).collect();
        assert_eq!(test, [3.0 / 255.0, 1.0], "the other part is on its own scale");
        data.train.inputs.rows().flatten().step_by(PIXELS).collect::<Vec<_>>()
    };
    assert_eq!(shares(&[0.123, -0.0]), [0.123, 0.0]);
    assert_eq!(shares(&[0.25, 199.6]), [0.25_f32, 199.6].map(|x| (f64::from(x) / 255.0) as f32));
    // Pale images are multiplied by a whole number.
    let pale = floats(&[0.01, 0.4]);
    let labels = sound().1;
    let data = decode(&file((&pale, &labels), (&pale, &labels)), "file").unwrap();
    let numbers: Vec<f32> = data.train.inputs.rows().flatten().step_by(PIXELS).collect();
    assert_eq!(numbers, [0.01_f32 * 2.0, 0.4 * 2.0]);
}

#[test]
fn arrays_are_found_by_their_names_and_in_lists() {
    let (images, labels) = sound();
    let named = |names: [&str; 2]| {
        let text = |text: &str| [&[b'U', text.len() as u8], text.as_bytes()].concat();
        let entries = [text(names[0]), images.clone(), text(names[1]), labels.clone()].concat();
        [b"\x80\x02}(", &*entries, b"u."].concat()
    };
    // Two examples are too few to split.
    assert_eq!(
        problem(&named(["data", "target"])),
        "it has too few examples: there must be some to learn from, and some to test"
    );
    assert_eq!(problem(&named(["data", "names"])), "it holds a dict, not three pairs of images and labels");
    let image = |level: u8| bytes(&[4, 4], &[level; PIXELS]);
    let list = [b"](", &*image(7), &image(255), b"e"].concat();
    let listed = decode(&file((&list, &labels), (&images, &labels)), "file").unwrap();
    let Features::Pixels(pixels) = &listed.train.inputs else { panic!("pixels") };
    assert_eq!(pixels.iter().copied().step_by(PIXELS).collect::<Vec<_>>(), [7, 255]);
    let scalar = |label: u8| {
        [b"cnumpy\nscalar\n(cnumpy\ndtype\n(U\x02u1K\x00K\x01tRU\x01", &[label][..], b"tR"].concat()
    };
    let scalars = [b"](", &*scalar(5), &scalar(9), b"e"].concat();
    let listed = decode(&file((&images, &scalars), (&images, &scalars)), "file").unwrap();
    assert_eq!((listed.class_names, listed.train.labels), (vec!["5".to_owned(), "9".to_owned()], vec![0, 1]));
}

#[test]
fn numbers_that_are_not_pixels_stay_numbers() {
    let numbers = |numbers: &[f32]| {
        let data = with_images(&floats(numbers));
        assert_eq!(data.shape, Shape::Numbers { count: PIXELS });
        data.train.inputs.rows().flatten().step_by(PIXELS).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&[-0.5, 0.5]), [-1.0, 1.0]);
    assert_eq!(numbers(&[300.0, 100.0]), [1.0, -1.0]);
    let integers = with_images(&array("i1", "|", &[2, 4, 4], &[[255; PIXELS], [3; PIXELS]].concat()));
    assert_eq!(integers.shape, Shape::Numbers { count: PIXELS });
    let rgb = bytes(&[2, 1, 1, 3], &[1, 2, 3, 4, 5, 6]);
    let labels = sound().1;
    let colours = decode(&file((&rgb, &labels), (&rgb, &labels)), "file").unwrap();
    assert_eq!(colours.shape, Shape::Numbers { count: 3 });
    let points = bytes(&[2, 2], &[1, 2, 3, 4]);
    let plane = decode(&file((&points, &labels), (&points, &labels)), "file").unwrap();
    assert_eq!(plane.shape, Shape::Plane);
}

#[test]
fn numbers_must_be_finite() {
    let finite = "its training inputs must be finite, but one is";
    assert_eq!(problem_of_images(&floats(&[0.5, f32::NAN])), format!("{finite} NaN"));
    assert_eq!(problem_of_images(&floats(&[f32::INFINITY, 7.0])), format!("{finite} inf"));
    let long = [1e300_f64, 0.0].map(f64::to_le_bytes).concat().repeat(PIXELS);
    assert_eq!(problem_of_images(&array("f8", "<", &[2, 4, 4], &long)), format!("{finite} 1e300"));
}

#[test]
fn messages_say_what_was_found() {
    let holds = |what| format!("it holds {what}, not three pairs of images and labels");
    assert_eq!(problem(b"\x80\x02N."), holds("None"));
    assert_eq!(problem(b"\x80\x02K\x07."), holds("a number"));
    assert_eq!(problem(b"\x80\x02U\x02hi."), holds("text"));
    assert_eq!(problem(b"\x80\x02](NNNNe."), holds("a list of 4"));
    assert_eq!(problem(b"\x80\x02}U\x04dataNs."), holds("a dict"));
    assert_eq!(problem(&[b"\x80\x02", &*sound().0, b"."].concat()), holds("an array"));
    assert_eq!(problem(b"\x80\x02NN\x86."), "its training part is None, not a pair of images and labels");
    let images = problem_of_images(b"U\x02hi");
    assert_eq!(images, "its training images are text, not an array of numbers");
    let labels = problem_of_labels(b"](U\x01aU\x01be");
    assert_eq!(labels, "its training labels are a list of 2, not an array of numbers");
    let complex = problem_of_images(&array("c8", "<", &[2, 1], &[0; 16]));
    assert_eq!(complex, "its training images are an array of NumPy's type c8, not an array of numbers");
}

#[test]
fn shapes_must_fit() {
    let mismatch = problem_of_images(&bytes(&[200, 200, 200], &[0; 8]));
    assert_eq!(
        mismatch,
        "its training images are an array of shape [200, 200, 200] in 8 bytes, not an array of numbers"
    );
    assert_eq!(problem_of_images(&bytes(&[], &[1])), "its training inputs are a single number");
    assert_eq!(problem_of_images(&bytes(&[2, 0], &[])), "its training part is empty");
    assert_eq!(problem_of_images(&bytes(&[0, 1], &[])), "its training part is empty");
    let three = bytes(&[3, 4, 4], &[0; 3 * PIXELS]);
    assert_eq!(problem_of_images(&three), "its training part has 3 inputs and 2 labels");
    let wide = problem_of_images(&bytes(&[2, 2, 3], &[0; 12]));
    assert_eq!(wide, "its test inputs are 4 × 4 numbers each, and the others 3 × 2");
    let other = problem_of_images(&bytes(&[2, 3], &[0; 6]));
    assert_eq!(other, "its test inputs are 4 × 4 numbers each, and the others 3");
}

#[test]
fn labels_must_be_class_numbers() {
    let labels = |labels: &[u8]| {
        let (images, sound_labels) = sound();
        let data = decode(&file((&images, labels), (&images, &sound_labels)), "file").unwrap();
        (data.class_names, data.train.labels)
    };
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(labels(&array("i2", "<", &[2], &[44, 1, 0, 0])), (names(&["0", "1", "300"]), vec![2, 0]));
    assert_eq!(labels(&array("i1", "|", &[2], &[1, 255])), (names(&["-1", "0", "1"]), vec![2, 0]));
    let whole = "its training labels must be whole numbers, but one is";
    let float_labels = |labels: [f32; 2]| array("f4", "<", &[2], &labels.map(f32::to_le_bytes).concat());
    assert_eq!(problem_of_labels(&float_labels([0.0, 0.5])), format!("{whole} 0.5"));
    assert_eq!(problem_of_labels(&float_labels([0.0, f32::NAN])), format!("{whole} NaN"));
    let one_hot =
        array("f4", "<", &[2, 3, 1], &[0.0_f32, 0.0, 1.0, 1.0, 0.0, 0.0].map(f32::to_le_bytes).concat());
    assert_eq!(labels(&one_hot), (names(&["0", "1", "2"]), vec![2, 0]));
    let argmax =
        "its training labels are 10 numbers each: save one each, as numpy.argmax(labels, 1) gives it";
    assert_eq!(problem_of_labels(&bytes(&[2, 10], &[0; 20])), argmax);
    assert_eq!(problem_of_labels(&bytes(&[3], &[0; 3])), "its training part has 2 inputs and 3 labels");
    let many: Vec<u8> = (0..257_u16).flat_map(u16::to_le_bytes).collect();
    let many = array("u2", "<", &[257], &many);
    assert_eq!(
        problem_of_labels(&many),
        "its training labels have more than 256 different values: they cannot be classes"
    );
    let (images, labels) = (sound().0, bytes(&[2], &[0, 0]));
    let one_class = problem(&file((&images, &labels), (&images, &labels)));
    assert_eq!(one_class, "all its labels are 0: there must be at least two classes");
}

#[test]
fn an_array_in_two_places_is_refused() {
    // As NumPy pickles it before protocol 5: the array is stored in the memo before its state is set.
    let file = |length: u16| {
        let placeholder = b"cnumpy\n_reconstruct\n(cnumpy\nndarray\nK\x00\x85U\x01btRq\x00";
        let state =
            [b"(K\x01M", &length.to_le_bytes()[..], b"\x85cnumpy\ndtype\n(U\x02u1K\x00K\x01tR\x89B"].concat();
        let array = [
            &placeholder[..],
            &state,
            &u32::from(length).to_le_bytes(),
            &vec![1; usize::from(length)],
            b"tb",
        ]
        .concat();
        file((&sound().0, &array), (&sound().0, b"h\x00"))
    };
    assert_eq!(problem(&file(2_000)), SHARED);
    let used = "its test labels are an array that is used in another place already, not an array of numbers";
    assert_eq!(problem(&file(2)), used);
}

#[test]
fn byte_orders_are_not_guessed() {
    let spelled = |order| array("i2", order, &[2], &[0, 0, 0, 0]);
    let remembered = b"c_\n_\n(B\x04\x00\x00\x00\x00\x00\x01\x00(U\x02i2K\x00K\x01t(K\x02tU\x01CtR";
    let images = sound().0;
    let pickle = |train_order| {
        let pair = |labels: &[u8]| [&*images, labels, b"\x86"].concat();
        let parts = [pair(&spelled(train_order)), pair(&spelled("<")), pair(remembered)].concat();
        [b"\x80\x02", &*parts, b"\x87."].concat()
    };
    let message = "its arrays have different byte orders: save it again with one of them";
    assert_eq!(problem(&pickle(">")), message);
    assert_eq!(decode(&pickle("<"), "file").unwrap().test.labels, [0, 1]);
}

#[test]
fn system_errors_are_reported_as_such() {
    let mut keep_reading = |_| true;
    let progress = &mut Progress::new(&mut keep_reading);
    let missing = read(Path::new("no/such/file.pkl"), progress).unwrap_err();
    assert_eq!(missing.to_string(), "no/such/file.pkl: there is no such file");
    let folder = tempfile::tempdir().unwrap();
    let message = read(folder.path(), progress).unwrap_err().to_string();
    assert!(message.contains("is a folder"), "{message}");
}

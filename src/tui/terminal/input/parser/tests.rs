//! Keys as different terminals send them, and malformed input.

use proptest::prelude::*;

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::sequence::{Parser, REST_OF_A_PASTE};
use crate::tui::terminal::input::event::Input;

fn events(pieces: &[&[u8]]) -> Vec<Input> {
    let mut parser = Parser::default();
    for piece in pieces {
        parser.feed(piece);
    }
    parser.events()
}

fn key(code: KeyCode, held: KeyModifiers) -> Input {
    Input::Event(Event::Key(KeyEvent::new(code, held)))
}

fn letter(letter: char) -> Input {
    key(KeyCode::Char(letter), KeyModifiers::NONE)
}

#[test]
fn keys_are_known_by_all_their_sequences() {
    let none = KeyModifiers::NONE;
    for (bytes, code, held) in [
        (&b"q"[..], KeyCode::Char('q'), none),
        (b"R", KeyCode::Char('R'), KeyModifiers::SHIFT),
        ("é".as_bytes(), KeyCode::Char('é'), none),
        (b"\r", KeyCode::Enter, none),
        (b"\t", KeyCode::Tab, none),
        (b"\x7f", KeyCode::Backspace, none),
        (b"\x03", KeyCode::Char('c'), KeyModifiers::CONTROL),
        (b"\x1a", KeyCode::Char('z'), KeyModifiers::CONTROL),
        (b"\x1b[A", KeyCode::Up, none),
        (b"\x1bOB", KeyCode::Down, none),
        (b"\x1b[1;2D", KeyCode::Left, KeyModifiers::SHIFT),
        (b"\x1b[1;5C", KeyCode::Right, KeyModifiers::CONTROL),
        (b"\x1b[H", KeyCode::Home, none),
        (b"\x1b[1~", KeyCode::Home, none),
        (b"\x1b[4~", KeyCode::End, none),
        (b"\x1b[3~", KeyCode::Delete, none),
        (b"\x1b[Z", KeyCode::BackTab, KeyModifiers::SHIFT),
        (b"\x1bOP", KeyCode::F(1), none),
        (b"\x1b[15~", KeyCode::F(5), none),
        (b"\x1bOM", KeyCode::Enter, none),
        (b"\x1b[[B", KeyCode::F(2), none),
        (b"\x1bO2R", KeyCode::F(3), KeyModifiers::SHIFT),
        (b"\x1bO1;5P", KeyCode::F(1), KeyModifiers::CONTROL),
        // What another program has left on: the kitty keyboard protocol, and `modifyOtherKeys`.
        (b"\x1b[113u", KeyCode::Char('q'), none),
        (b"\x1b[113;1:1u", KeyCode::Char('q'), none),
        (b"\x1b[113;129:2u", KeyCode::Char('q'), none),
        (b"\x1b[114;2u", KeyCode::Char('R'), KeyModifiers::SHIFT),
        (b"\x1b[47:63;2u", KeyCode::Char('?'), none),
        (b"\x1b[55;2;47u", KeyCode::Char('/'), none),
        (b"\x1b[99;5u", KeyCode::Char('c'), KeyModifiers::CONTROL),
        (b"\x1b[113;3u", KeyCode::Char('q'), KeyModifiers::ALT),
        (b"\x1b[13u", KeyCode::Enter, none),
        (b"\x1b[27u", KeyCode::Esc, none),
        (b"\x1b[9u", KeyCode::Tab, none),
        (b"\x1b[9;2u", KeyCode::BackTab, KeyModifiers::SHIFT),
        (b"\x1b[127u", KeyCode::Backspace, none),
        (b"\x1b[57413u", KeyCode::Char('+'), none),
        (b"\x1b[57400;129u", KeyCode::Char('1'), none),
        (b"\x1b[57419u", KeyCode::Up, none),
        (b"\x1b[1;1:2B", KeyCode::Down, none),
        (b"\x1b[13~", KeyCode::F(3), none),
        (b"\x1b[27;2;63~", KeyCode::Char('?'), none),
        (b"\x1b[27;5;67~", KeyCode::Char('c'), KeyModifiers::CONTROL),
        (b"\x1b[27;2;82~", KeyCode::Char('R'), KeyModifiers::SHIFT),
        (b"\x1b[27;5;13~", KeyCode::Enter, none),
    ] {
        assert_eq!(events(&[bytes]), [key(code, held)], "{bytes:?}");
        let (first, second) = bytes.split_at(bytes.len() / 2);
        assert_eq!(events(&[first, second]), [key(code, held)], "{bytes:?} in two pieces");
    }
}

#[test]
fn esc_is_a_key_when_nothing_follows() {
    let mut parser = Parser::default();
    parser.feed(b"\x1b");
    assert!(parser.patience().is_some() && parser.events().is_empty());
    parser.give_up();
    assert_eq!(parser.events(), [key(KeyCode::Esc, KeyModifiers::NONE)]);
    assert_eq!(parser.patience(), None);
    let esc = key(KeyCode::Esc, KeyModifiers::NONE);
    let up = key(KeyCode::Up, KeyModifiers::NONE);
    assert_eq!(events(&[b"\x1b\x1b[A"]), [esc.clone(), up], "before another key");
    for quick in ['q', ' ', '(', '\\'] {
        assert_eq!(events(&[format!("\x1b{quick}").as_bytes()]), [esc.clone(), letter(quick)], "or with Alt");
    }
    for (quick, code) in [("\r", KeyCode::Enter), ("\t", KeyCode::Tab), ("\x7f", KeyCode::Backspace)] {
        let key = key(code, KeyModifiers::NONE);
        assert_eq!(events(&[format!("\x1b{quick}").as_bytes()]), [esc.clone(), key]);
    }
}

#[test]
fn what_nobody_asked_for_is_no_key() {
    for bytes in [
        &b"\x1b]11;rgb:0/0/0\x1b\\"[..],
        b"\x1b]11;rgb:0/0/0\x07",
        b"\x1bP1+r\x1b\\",
        b"\x1b_G\x1b\\",
        b"\x1b[M !!",
        b"\x1b[M\x23\xff\xfe",
        b"\x1b[M \x00R",
        b"\x1b[<128;3;3M",
        b"\x1b[32;4;5M",
        b"\x1b[?1;2c",
        b"\x1b[201~",
        // Keys let go, modifiers alone, and keys of the desktop.
        b"\x1b[113;1:3u",
        b"\x1b[1;1:3A",
        b"\x1b[57441;2u",
        b"\x1b[113;9u",
        b"\x1b[?0u",
    ] {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        assert_eq!(events(&[bytes, b"q"]), [letter('q')], "{bytes:?}");
        assert_eq!(events(&[first, second, b"q"]), [letter('q')], "{bytes:?} in two pieces");
        let pieces: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(events(&pieces), [], "{bytes:?} byte by byte");
    }
}

#[test]
fn the_mouse_is_counted_from_zero() {
    let mouse = |kind, column, row| {
        Input::Event(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
    };
    assert_eq!(events(&[b"\x1b[<0;67;6M"]), [mouse(MouseEventKind::Down(MouseButton::Left), 66, 5)]);
    assert_eq!(events(&[b"\x1b[<0;1;1m"]), [mouse(MouseEventKind::Up(MouseButton::Left), 0, 0)]);
    assert_eq!(events(&[b"\x1b[<32;3;4M"]), [mouse(MouseEventKind::Drag(MouseButton::Left), 2, 3)]);
    assert_eq!(events(&[b"\x1b[<65;3;4M"]), [mouse(MouseEventKind::ScrollDown, 2, 3)]);
    assert_eq!(events(&[b"\x1b[<0;0;0M"]), [mouse(MouseEventKind::Down(MouseButton::Left), 0, 0)]);
}

#[test]
fn pasted_text_comes_in_one_piece_whatever_is_in_it() {
    let pasted = |text: &str| Input::Event(Event::Paste(text.to_owned()));
    let pieces: [&[u8]; 3] = [b"\x1b[200~two\nlin", b"es\x1b[A\x03\x1b[2", b"01~q"];
    assert_eq!(events(&pieces), [pasted("two\nlines\u{3}"), letter('q')]);
    let mut parser = Parser::default();
    parser.feed(b"\x1b[200~no end");
    assert_eq!(parser.patience(), Some(REST_OF_A_PASTE), "not the time that keys have");
    parser.give_up();
    assert_eq!(parser.events(), [pasted("no end")]);
    let control = key(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(events(&[b"\x1b[200~no end", b"\x03"]), [pasted("no end"), control], "a person");
}

#[test]
fn what_arrives_faster_than_anybody_types_is_text() {
    let burst = |text: &str| Input::Burst(text.to_owned());
    let mut parser = Parser::default();
    parser.feed(b"quit\n");
    assert!(parser.patience().is_some() && parser.events().is_empty(), "there may be more");
    parser.feed(b"y");
    parser.give_up();
    assert_eq!(parser.events(), [burst("quit\ny")]);
    assert_eq!(parser.patience(), None);
    let up = key(KeyCode::Up, KeyModifiers::NONE);
    assert_eq!(events(&[b"some words", b"\x1b[A", b"q"]), [burst("some words"), up, letter('q')]);
    let control = key(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(events(&[b"some words", b"\x03"]), [burst("some words"), control], "a person");
    let (first, second) = "Dürer".as_bytes().split_at(2);
    let mut parser = Parser::default();
    parser.feed(&[b"/a/", first].concat());
    parser.feed(second);
    parser.give_up();
    assert_eq!(parser.events(), [burst("/a/Dürer")], "cut within a letter");
}

#[test]
fn the_position_of_the_cursor_is_told() {
    assert_eq!(events(&[b"\x1b[1;5R", b"q"]), [Input::Cursor { row: 1, column: 5 }, letter('q')]);
}

#[test]
fn nothing_makes_a_key_be_lost_for_ever() {
    for open in [
        &b"\x1b"[..],
        b"\x1b[",
        b"\x1b[<",
        b"\x1b[?",
        b"\x1b[1;",
        b"\x1bP",
        b"\x1b]0;",
        b"\x1bO",
        b"\xe2\x82",
    ] {
        let mut parser = Parser::default();
        parser.feed(open);
        parser.give_up();
        parser.events();
        parser.feed(b"q");
        parser.give_up();
        assert_eq!(parser.events().last(), Some(&letter('q')), "after {open:?}");
        assert!(
            events(&[open, b"\x03"]).contains(&key(KeyCode::Char('c'), KeyModifiers::CONTROL)),
            "{open:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_are_too_strange(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..20)) {
        let mut parser = Parser::default();
        for piece in &pieces {
            parser.feed(piece);
            parser.events();
        }
        parser.give_up();
        prop_assert_eq!(parser.patience(), None);
        parser.events();
        parser.feed(b"\x03");
        prop_assert_eq!(parser.events(), [key(KeyCode::Char('c'), KeyModifiers::CONTROL)]);
    }
}

//! What a pickle would build, without building it: the weight and the depth of every object.
//!
//! A few bytes of pickle can ask for gigabytes (by fetching the same object again and again) or for a depth
//! that no stack survives (by wrapping it again and again). The ledger goes through the same motions with
//! numbers in place of the objects, and refuses in time.

use std::collections::BTreeMap;

use super::opcode::{Items, Kind};

/// How deep objects may lie in each other; a file of arrays needs eight.
const MOST_DEPTH: usize = 32;

/// The weight up to which an object may be kept in the memo, and so be copied: enough for a number type or
/// the name of a function. What holds pixels is never copied.
const LIGHT: u64 = 512;

/// More than a number type weighs with its contents: an array.
const HEAVY: u64 = 1_024;

/// What a value weighs besides its payload: about what it takes in memory.
const VALUE: u64 = 32;

/// An object, as far as it is accounted for.
#[derive(Clone, Copy, Debug)]
struct Entry {
    kind: Kind,
    weight: u64,
    depth: usize,
    /// The number under which it is in the memo, if it is.
    stored: Option<u32>,
}

impl Entry {
    /// Whether this may be fetched many times. Lists and dicts grow after they were stored: not these.
    fn may_be_copied(&self) -> bool {
        self.weight <= LIGHT && !matches!(self.kind, Kind::List | Kind::Dict)
    }
}

/// The stack and the memo of the pickle machine, with entries for objects.
#[derive(Debug, Default)]
pub struct AbstractStack {
    stack: Vec<Entry>,
    /// The heights of the stack at which a mark lies.
    marks: Vec<usize>,
    /// By number, what was stored; nothing where it was too heavy to keep.
    memo: BTreeMap<u32, Option<Entry>>,
}

/// Why a pickle is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An opcode does not find on the stack or in the memo what it needs.
    Damaged,
    /// Objects lie too deep in each other.
    TooDeep,
    /// A large or a growing object is used in several places.
    Shared,
    /// It is nothing that a file of arrays holds.
    Foreign,
}

impl AbstractStack {
    /// The pickle ends: one object must be left.
    pub fn stop(&mut self) -> Result<(), Refusal> {
        self.take(Items::Last(1))?;
        if self.stack.is_empty() && self.marks.is_empty() { Ok(()) } else { Err(Refusal::Damaged) }
    }

    /// Sets a mark.
    pub fn mark(&mut self) -> Result<(), Refusal> {
        if self.marks.len() == MOST_DEPTH {
            return Err(Refusal::TooDeep);
        }
        self.marks.push(self.stack.len());
        Ok(())
    }

    /// Puts an object without parts on the stack.
    pub fn push(&mut self, kind: Kind, payload: u64) {
        self.stack.push(Entry { kind, weight: VALUE.saturating_add(payload), depth: 1, stored: None });
    }

    /// Makes one object of several.
    pub fn join(&mut self, items: Items, kind: Kind) -> Result<(), Refusal> {
        self.push(kind, 0);
        let whole = self.stack.pop().ok_or(Refusal::Damaged)?;
        let parts = self.take(items)?;
        let whole = filled(whole, &parts)?;
        self.stack.push(whole);
        Ok(())
    }

    /// Adds objects to the list or dict below them.
    pub fn add(&mut self, items: Items, kind: Kind) -> Result<(), Refusal> {
        let parts = self.take(items)?;
        let below = self.take(Items::Last(1))?;
        let whole = below.first().filter(|whole| whole.kind == kind).ok_or(Refusal::Damaged)?;
        let whole = filled(*whole, &parts)?;
        self.stack.push(whole);
        Ok(())
    }

    /// Makes a global of the names of a module and of something in it.
    pub fn name(&mut self) -> Result<(), Refusal> {
        let names = self.take(Items::Last(2))?;
        if names.iter().any(|name| name.kind != Kind::Text || name.weight > LIGHT) {
            return Err(Refusal::Damaged);
        }
        self.push(Kind::Global, 0);
        Ok(())
    }

    /// Calls a global with a tuple.
    pub fn call(&mut self) -> Result<(), Refusal> {
        match self.stack.as_slice() {
            [.., global, arguments] if (global.kind, arguments.kind) == (Kind::Global, Kind::Tuple) => {
                self.join(Items::Last(2), Kind::Other)
            }
            _ => Err(Refusal::Damaged),
        }
    }

    /// Gives an object its contents. An array is stored while it is empty: what the memo keeps is then not the array.
    pub fn build(&mut self) -> Result<(), Refusal> {
        let stored = self.stack.iter().rev().nth(1).and_then(|object| object.stored);
        self.join(Items::Last(2), Kind::Other)?;
        if let (Some(number), Some(whole)) = (stored, self.stack.last())
            && whole.weight > HEAVY
        {
            self.memo.insert(number, None);
        }
        Ok(())
    }

    /// Keeps the top of the stack under a number. Tells whether it was light enough.
    pub fn store(&mut self, number: u32) -> Result<bool, Refusal> {
        let top = self.take(Items::Last(1))?;
        self.stack.extend(top.iter().map(|entry| Entry { stored: Some(number), ..*entry }));
        let kept = top.first().copied().filter(Entry::may_be_copied);
        self.memo.insert(number, kept);
        Ok(kept.is_some())
    }

    /// The number that an object gets when the file names none: they are counted.
    pub fn next_number(&self) -> u32 {
        self.memo.len() as u32
    }

    /// Puts on the stack what was stored under a number.
    pub fn fetch(&mut self, number: u32) -> Result<(), Refusal> {
        let entry = self.memo.get(&number).ok_or(Refusal::Damaged)?;
        self.stack.push(entry.ok_or(Refusal::Shared)?);
        Ok(())
    }

    /// Takes objects from the top of the stack, but not from below a mark unless it is taken too.
    fn take(&mut self, items: Items) -> Result<Vec<Entry>, Refusal> {
        let floor = match items {
            Items::Last(n) => {
                let floor = self.stack.len().checked_sub(n).ok_or(Refusal::Damaged)?;
                if self.marks.last().is_some_and(|&mark| floor < mark) {
                    return Err(Refusal::Damaged);
                }
                floor
            }
            Items::SinceMark => self.marks.pop().ok_or(Refusal::Damaged)?,
        };
        Ok(self.stack.split_off(floor))
    }
}

/// The object with more parts in it.
fn filled(whole: Entry, parts: &[Entry]) -> Result<Entry, Refusal> {
    // Keys must be text: everything else could be slow or impossible to sort.
    let keys_are_text =
        parts.len().is_multiple_of(2) && parts.iter().step_by(2).all(|key| key.kind == Kind::Text);
    if whole.kind == Kind::Dict && !keys_are_text {
        return Err(Refusal::Foreign);
    }
    let deepest = parts.iter().map(|part| part.depth).max().unwrap_or(0);
    let depth = whole.depth.max(deepest + 1);
    if depth > MOST_DEPTH {
        return Err(Refusal::TooDeep);
    }
    let weight = parts.iter().fold(whole.weight, |sum, part| sum.saturating_add(part.weight));
    Ok(Entry { weight, depth, ..whole })
}

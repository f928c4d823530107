//! An abstract interpreter of the pickle machine: it tracks the size and the depth of every object instead of the
//! object.
//!
//! A few bytes of pickle can build gigabytes, by fetching the same object again and again, or a nesting that
//! overflows the call stack, by wrapping an object again and again. The abstract stack executes the same opcodes, and
//! refuses them before anything is built.

use std::collections::BTreeMap;

use super::opcode::{Items, Kind};

/// The deepest nesting of objects. A file of arrays needs eight levels.
const MAX_DEPTH: usize = 32;

/// The largest object, in bytes, that may be fetched from the memo, and so be copied: enough for the name of a function, a
/// number type, or a single number with its type. Pixels are never copied.
const MAX_COPIED: u64 = 1_024;

/// The most references of an object that may be fetched. A single number has about ten.
const MAX_REFERENCES: usize = 32;

/// The most bytes that are copied in all. Each image of a list copies about 500, and a label of a list up to 600.
const MAX_COPIES: u64 = 96 << 20;

/// An object with a larger state, in bytes, is an array. The state of a number type is smaller.
const MAX_NUMBER_TYPE: u64 = 1_024;

/// The size of a value besides its payload, in bytes: about what it takes in memory.
const VALUE_SIZE: u64 = 32;

/// An object, reduced to what the checks need.
#[derive(Clone, Debug)]
struct Object {
    kind: Kind,
    /// Bytes, with all objects in it.
    size: u64,
    /// Levels of nesting; 1 for an object without items.
    depth: usize,
    /// Its number in the memo, if it is stored there.
    stored: Option<u32>,
    /// The numbers of the memo that stand for a part of it, or for itself. Not all for one that may not be copied.
    references: Vec<u32>,
}

impl Object {
    /// Whether the object may be fetched from the memo. Lists and dicts may not: they grow after they are stored.
    fn may_be_copied(&self) -> bool {
        self.size <= MAX_COPIED
            && self.references.len() <= MAX_REFERENCES
            && !matches!(self.kind, Kind::List | Kind::Dict)
    }
}

/// The stack and the memo of the pickle machine.
#[derive(Debug, Default)]
pub struct AbstractStack {
    stack: Vec<Object>,
    /// The height of the stack at each mark.
    marks: Vec<usize>,
    /// The stored objects by number; `None` for one that may not be copied.
    memo: BTreeMap<u32, Option<Object>>,
    /// Bytes of all that was fetched from the memo.
    copied: u64,
}

/// Why a pickle is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An opcode does not find on the stack or in the memo what it needs.
    Damaged,
    /// Objects are nested too deeply.
    TooDeep,
    /// A large or a growing object is used in several places.
    Shared,
    /// A file of arrays does not contain this.
    Unsupported,
    /// There are too many objects.
    TooMany,
}

impl AbstractStack {
    /// Ends the pickle: one object must be left.
    pub fn stop(&mut self) -> Result<(), Refusal> {
        self.pop(Items::Last(1))?;
        if self.stack.is_empty() && self.marks.is_empty() { Ok(()) } else { Err(Refusal::Damaged) }
    }

    /// Sets a mark.
    pub fn mark(&mut self) -> Result<(), Refusal> {
        if self.marks.len() == MAX_DEPTH {
            return Err(Refusal::TooDeep);
        }
        self.marks.push(self.stack.len());
        Ok(())
    }

    /// Pushes an object without items.
    pub fn push(&mut self, kind: Kind, payload: u64) {
        self.stack.push(Object {
            kind,
            size: VALUE_SIZE.saturating_add(payload),
            depth: 1,
            stored: None,
            references: Vec::new(),
        });
    }

    /// Replaces objects by a new one that contains them.
    pub fn join(&mut self, selection: Items, kind: Kind) -> Result<(), Refusal> {
        self.push(kind, 0);
        let whole = self.stack.pop().ok_or(Refusal::Damaged)?;
        let items = self.pop(selection)?;
        let whole = filled(whole, &items)?;
        self.stack.push(whole);
        Ok(())
    }

    /// Adds objects to the list or dict below them.
    pub fn add(&mut self, selection: Items, kind: Kind) -> Result<(), Refusal> {
        let items = self.pop(selection)?;
        let below = self.pop(Items::Last(1))?;
        let whole = below.first().filter(|whole| whole.kind == kind).ok_or(Refusal::Damaged)?;
        let whole = filled(whole.clone(), &items)?;
        self.stack.push(whole);
        Ok(())
    }

    /// Replaces two strings, a module and a name, by a global.
    pub fn name(&mut self) -> Result<(), Refusal> {
        let names = self.pop(Items::Last(2))?;
        if names.iter().any(|name| name.kind != Kind::Text || name.size > MAX_COPIED) {
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

    /// Sets the state of an object.
    ///
    /// NumPy stores an array in the memo while it is still empty, and serde-pickle would return the empty array from
    /// there. So nothing with a larger state than a number type may be fetched once the state is set.
    pub fn build(&mut self) -> Result<(), Refusal> {
        let stored = self.stack.iter().rev().nth(1).and_then(|object| object.stored);
        self.join(Items::Last(2), Kind::Other)?;
        if let (Some(number), Some(whole)) = (stored, self.stack.last())
            && whole.size > MAX_NUMBER_TYPE
        {
            self.memo.insert(number, None);
        }
        Ok(())
    }

    /// Stores the top of the stack in the memo. Returns false if it may not be copied, and the store must be left out.
    pub fn store(&mut self, number: u32) -> Result<bool, Refusal> {
        let mut top = self.pop(Items::Last(1))?;
        let kept = top.first_mut().and_then(|object| {
            object.stored = Some(number);
            object.references.push(number);
            if object.may_be_copied() {
                return Some(object.clone());
            }
            object.references.pop(); // nothing is stored under it
            None
        });
        let is_kept = kept.is_some();
        self.memo.insert(number, kept);
        self.stack.append(&mut top);
        Ok(is_kept)
    }

    /// The number that `MEMOIZE` gives to an object: the count of stored objects.
    pub fn next_number(&self) -> u32 {
        self.memo.len() as u32
    }

    /// Pushes an object from the memo. Returns all numbers of the memo that stand for a part of it, or for itself.
    pub fn fetch(&mut self, number: u32) -> Result<Vec<u32>, Refusal> {
        let object = self.memo.get(&number).ok_or(Refusal::Damaged)?.clone().ok_or(Refusal::Shared)?;
        self.copied += object.size;
        if self.copied > MAX_COPIES {
            return Err(Refusal::TooMany);
        }
        let references = object.references.clone();
        self.stack.push(Object { stored: None, ..object });
        Ok(references)
    }

    /// Pops objects, but none below the last mark unless the mark is popped too.
    fn pop(&mut self, selection: Items) -> Result<Vec<Object>, Refusal> {
        let floor = match selection {
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

/// Returns the object with more items in it.
fn filled(whole: Object, items: &[Object]) -> Result<Object, Refusal> {
    // Keys must be strings: other objects can be slow to compare, or have no order.
    let keys_are_text =
        items.len().is_multiple_of(2) && items.iter().step_by(2).all(|key| key.kind == Kind::Text);
    if whole.kind == Kind::Dict && !keys_are_text {
        return Err(Refusal::Unsupported);
    }
    let deepest = items.iter().map(|item| item.depth).max().unwrap_or(0);
    let depth = whole.depth.max(deepest + 1);
    if depth > MAX_DEPTH {
        return Err(Refusal::TooDeep);
    }
    let size = items.iter().fold(whole.size, |sum, item| sum.saturating_add(item.size));
    let mut whole = Object { size, depth, ..whole };
    if whole.may_be_copied() {
        let references = items.iter().flat_map(|item| &item.references);
        whole.references.extend(references.take(MAX_REFERENCES + 1)); // one more is too many already
    }
    Ok(whole)
}

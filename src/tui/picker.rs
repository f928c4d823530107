//! The state of the picker, in which a data set and its settings are chosen.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::PickerAction;
use super::message::Effect;
use crate::column::Column;
use crate::data::{Choice, Dataset, Request, SOURCES};
use crate::train::{Direction, Preset, Setting, SettingId, Setup, settings_of};

/// The most training or test examples of a thumbnail.
const THUMBNAIL: usize = 500;

/// A data set to choose.
#[derive(Debug)]
pub struct Card {
    /// The set-up of a run of it.
    pub setup: Setup,
    /// Some of its examples, once they are loaded.
    pub thumbnail: Option<Arc<Dataset>>,
}

/// What the arrow keys act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The row of cards.
    Cards,
    /// A field of the chosen card, by its number.
    Field(usize),
}

/// A file that was not read because its class column is unclear.
#[derive(Debug)]
pub struct UnclearFile {
    /// The path as it was given.
    pub path: String,
    /// The columns that may be the class.
    pub columns: Vec<Column>,
}

/// The state of the picker.
#[derive(Debug)]
pub struct Picker {
    /// All data sets, in the order of [`SOURCES`], followed by the files that were opened.
    pub cards: Vec<Card>,
    /// The index of the chosen card.
    pub chosen: usize,
    /// What the arrow keys act on.
    pub focus: Focus,
    /// A notice, shown until the next key.
    pub notice: Option<String>,
    /// The file of the last run that was kept, in an earlier session.
    pub last_run: Option<PathBuf>,
    /// The file that was opened last, if its class column is unclear.
    pub(super) unclear: Option<UnclearFile>,
}

impl Default for Picker {
    fn default() -> Picker {
        let card = |source| Card { setup: Setup::lecture(Choice::BuiltIn(source)), thumbnail: None };
        let cards = SOURCES.iter().copied().map(card).collect();
        Picker { cards, chosen: 0, focus: Focus::Cards, notice: None, last_run: None, unclear: None }
    }
}

impl Picker {
    /// The chosen card.
    pub fn card(&self) -> &Card {
        &self.cards[self.chosen]
    }

    /// Chooses the card of the set-up's data set, and adds one if there is none. A file that was read again replaces its
    /// card.
    pub fn add(&mut self, setup: Setup) {
        let has = |card: &Card| card.setup.data.name() == setup.data.name();
        let card = self.cards.iter().position(has).unwrap_or(self.cards.len());
        match self.cards.get_mut(card) {
            None => self.cards.push(Card { setup, thumbnail: None }),
            Some(card) if card.setup.data != setup.data => *card = Card { setup, thumbnail: None },
            Some(_) => {}
        }
        self.choose(card);
    }

    /// The preset whose settings the chosen card has, if there is one.
    pub fn preset(&self) -> Option<Preset> {
        let setup = &self.card().setup;
        Preset::ALL.into_iter().find(|preset| preset.of(setup.data.clone()) == *setup)
    }

    /// The settings that apply to the chosen card. Points are edited on the picture of a run.
    pub fn fields(&self) -> Vec<&'static Setting> {
        settings_of(&self.card().setup.data).filter(|setting| setting.id != SettingId::Points).collect()
    }

    /// The effect that loads the thumbnail of a card.
    pub fn thumbnail(&self, card: usize) -> Effect {
        let setup = &self.cards[card].setup;
        let wanted = setup.request();
        let request = Request {
            train_size: wanted.train_size.min(THUMBNAIL),
            test_size: wanted.test_size.min(THUMBNAIL),
            ..wanted
        };
        Effect::Thumbnail { card, data: setup.data.clone(), request }
    }

    /// Carries out an action, and returns the thumbnails to load.
    pub fn update(&mut self, action: PickerAction) -> Vec<Effect> {
        self.notice = None;
        self.unclear = None;
        match (action, self.focus) {
            (PickerAction::ChooseCard(card), _) => {
                if card < self.cards.len() {
                    self.choose(card);
                }
            }
            (PickerAction::Left, Focus::Cards) => self.choose(self.chosen.saturating_sub(1)),
            (PickerAction::Right, Focus::Cards) => self.choose((self.chosen + 1).min(self.cards.len() - 1)),
            (PickerAction::Down, Focus::Cards) => self.focus = Focus::Field(0),
            (PickerAction::Down, Focus::Field(field)) => {
                self.focus = Focus::Field((field + 1).min(self.fields().len() - 1));
            }
            (PickerAction::Up, Focus::Cards | Focus::Field(0)) | (PickerAction::ToCards, _) => {
                self.focus = Focus::Cards;
            }
            (PickerAction::Up, Focus::Field(field)) => self.focus = Focus::Field(field - 1),
            (PickerAction::Left, Focus::Field(field)) => return self.change(field, Direction::Down),
            (PickerAction::Right, Focus::Field(field)) => return self.change(field, Direction::Up),
            (PickerAction::Preset(preset), _) => {
                return self.put(preset.of(self.card().setup.data.clone()));
            }
        }
        Vec::new()
    }

    fn choose(&mut self, card: usize) {
        self.chosen = card;
        self.focus = Focus::Cards;
    }

    fn change(&mut self, field: usize, direction: Direction) -> Vec<Effect> {
        let fields = self.fields();
        let Some(setting) = fields.get(field) else { return Vec::new() };
        self.put(self.card().setup.stepped(setting, direction))
    }

    /// Gives the chosen card another set-up, and returns its thumbnail to load if its examples are others.
    pub fn put(&mut self, setup: Setup) -> Vec<Effect> {
        let card = &mut self.cards[self.chosen];
        let is_same = card.setup.request() == setup.request();
        card.setup = setup;
        if is_same { Vec::new() } else { vec![self.thumbnail(self.chosen)] }
    }
}

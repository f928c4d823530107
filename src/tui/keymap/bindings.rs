//! The table of keys.

use ratatui::crossterm::event::KeyCode;

use super::key::{DIGITS, Key, NUMERALS, control, key, letter, shift};
use super::place::Place;
use crate::train::Direction::{self, Down, Up};
use crate::train::{Preset, SettingId};
use crate::tui::action::{
    Action, ChartAction, CureAction, DrawAction, EntryAction, ExplainAction, ExportAction, GuessAction, Jump,
    PickerAction, PointAction, ProgramAction, RunAction, SavedAction, SetupAction, SweepAction, TimeAction,
    WatchAction,
};
use crate::tui::entry::Edit;
use crate::tui::inside::Arrow;
use crate::tui::panel_id::PanelId;
use crate::watch::Role;

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The place in which it is active.
    pub place: Place,
    /// The keys; the first one is shown.
    pub keys: &'static [Key],
    /// The action.
    pub action: Action,
    /// The hint in the footer; neighbours with the same hint share it. Empty hints are not shown.
    pub hint: &'static str,
    /// The help on the `?` page; if empty, that of the row before covers both.
    pub help: &'static str,
    /// Whether the footer always shows it: the ways out, and to everything else.
    pub always: bool,
}

impl Binding {
    const fn always(self) -> Binding {
        Binding { always: true, ..self }
    }
}

const fn bind(
    place: Place,
    keys: &'static [Key],
    action: Action,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { place, keys, action, hint, help, always: false }
}

/// All key bindings.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    bind(Place::Run, &[letter(' ')], run(RunAction::TogglePause), "pause", "run or pause"),
    bind(Place::Run, &[letter('[')], adjust(SettingId::Eta, Down), "eta", "smaller or larger eta"),
    bind(Place::Run, &[letter(']')], adjust(SettingId::Eta, Up), "eta", ""),
    bind(Place::Run, &[letter('-'), letter('_')], adjust(SettingId::Hidden, Down), "units", "fewer or more units; layers"),
    bind(Place::Run, &[letter('+'), letter('=')], adjust(SettingId::Hidden, Up), "units", ""),
    bind(Place::Run, &[letter('/')], run(RunAction::ChangeLayers(Down)), "", ""),
    bind(Place::Run, &[letter('*')], run(RunAction::ChangeLayers(Up)), "", ""),
    bind(Place::Run, &[letter('(')], adjust(SettingId::TrainSize, Down), "examples", "fewer or more examples"),
    bind(Place::Run, &[letter(')')], adjust(SettingId::TrainSize, Up), "examples", ""),
    bind(Place::Run, &[letter('{')], adjust(SettingId::L2, Down), "L2", "less or more L2, weight decay"),
    bind(Place::Run, &[letter('}')], adjust(SettingId::L2, Up), "L2", ""),
    bind(Place::Run, &[letter(',')], program(ProgramAction::ToggleSetup), "set-up", "all settings").always(),
    bind(Place::Run, &[letter('<')], run(RunAction::Slower), "pace", "slower or faster"),
    bind(Place::Run, &[letter('>')], run(RunAction::Faster), "pace", ""),
    bind(Place::Run, &[letter('r')], run(RunAction::Again), "again", "again, from the same start"),
    bind(Place::Run, &[letter('R')], run(RunAction::NewSeed), "new seed", "a new run, from the next seed"),
    bind(Place::Run, &[letter('u')], run(RunAction::GoBack), "best", "back to the best step"),
    bind(Place::Run, &[letter('A')], program(ProgramAction::ToggleCures), "try cures", "try cures; stop or repeat"),
    bind(Place::Run, &[letter('h')], run(RunAction::ToggleGuess), "guess", "hide the test set, and guess"),
    bind(Place::Run, &[letter('M')], run(RunAction::ManySeeds), "many seeds", "the same from ten seeds"),
    bind(Place::Charts, &[letter('c')], CURSOR, "cursor", "the values at one step"),
    bind(Place::Run, &[letter('t')], time(TimeAction::Toggle), "look back", "look back at any step"),
    bind(Place::Charts, &[letter('p')], chart(ChartAction::Pin), "pin", "pin this run; unpin all"),
    bind(Place::Charts, &[letter('P')], chart(ChartAction::UnpinAll), "pin", ""),
    bind(Place::Charts, &[letter('z')], chart(ChartAction::ZoomIn), "zoom", "fewer steps; more again"),
    bind(Place::Charts, &[letter('Z')], chart(ChartAction::ZoomOut), "zoom", ""),
    bind(Place::Charts, &[letter('y')], chart(ChartAction::ToggleLogValues), "log", "log loss; log steps"),
    bind(Place::Charts, &[letter('x')], chart(ChartAction::ToggleLogSteps), "log", ""),
    bind(Place::Charts, &[key(KeyCode::Enter)], program(ProgramAction::ReadOn), "", "all that is said of it"),
    bind(Place::Run, &[letter('b')], adjust(SettingId::Batch, Down), "batch", "smaller or larger batches"),
    bind(Place::Run, &[letter('B')], adjust(SettingId::Batch, Up), "batch", ""),
    bind(Place::Run, &[letter('l')], adjust(SettingId::Flip, Down), "", "fewer or more flipped labels"),
    bind(Place::Run, &[letter('L')], adjust(SettingId::Flip, Up), "", ""),
    bind(Place::Run, &[letter('a')], adjust(SettingId::Activation, Up), "", "next activation; a new run"),
    bind(Place::Run, &[letter('f')], adjust(SettingId::Loss, Up), "", "next loss; a new run"),
    bind(Place::Run, &[letter('Y')], program(ProgramAction::CopyCommandLine), "copy line", "copy the line that repeats it"),
    bind(Place::Run, &[letter('E')], program(ProgramAction::ToggleExports), "export", "save the run, export it"),
    bind(Place::Run, &[letter('"')], program(ProgramAction::WriteNote), "note", "write a note on this step"),
    bind(Place::Run, &[letter('s')], run(RunAction::Epoch), "epoch", "finish the epoch, then pause"),
    bind(Place::Run, &[letter('.')], run(RunAction::Step), "step", "one step, then pause"),
    bind(Place::Run, &[letter('S')], program(ProgramAction::ToggleExplainedStep), "next step", "explain the next step"),
    bind(Place::Run, &[letter('v')], program(ProgramAction::ToggleGradientCheck), "gradients", "is backpropagation right?"),
    bind(Place::Panels, &[key(KeyCode::Tab)], run(RunAction::NextPanel), "panels", "the focus to the next panel").always(),
    bind(Place::Panels, &[letter('2')], run(RunAction::ShowPanel(PanelId::Loss)), "", "loss, accuracy, diagnosis"),
    bind(Place::Panels, &[letter('3')], run(RunAction::ShowPanel(PanelId::Accuracy)), "", ""),
    bind(Place::Panels, &[letter('4')], run(RunAction::ShowPanel(PanelId::Diagnosis)), "", ""),
    bind(Place::RunPanels, &[letter('1')], run(RunAction::ShowPanel(PanelId::Picture)), "", "the picture"),
    bind(Place::RunPanels, &[letter('5')], run(RunAction::ShowPanel(PanelId::Units)), "", "the hidden units"),
    bind(Place::RunPanels, &[letter('w')], run(RunAction::FillWith(PanelId::Units)), "weights", "all units on the whole screen"),
    bind(Place::RunPanels, &[letter('6')], run(RunAction::ShowPanel(PanelId::Mistakes)), "", "confusion matrix, wrong ones"),
    bind(Place::RunPanels, &[letter('7')], run(RunAction::ShowPanel(PanelId::Network)), "", "the network, its layers"),
    bind(Place::RunPanels, &[letter('8')], run(RunAction::ShowPanel(PanelId::Gallery)), "", "the test images"),
    bind(Place::RunPanels, &[letter('i')], run(RunAction::ToggleProbe), "look", "look at a place or an example"),
    bind(Place::Panel, &[key(KeyCode::Enter)], program(ProgramAction::Enter), "whole screen", "it fills the screen"),
    bind(Place::Panel, &[letter('?')], program(ProgramAction::Explain), "explain", "what it shows, how to read it").always(),
    bind(Place::Guess, &[key(KeyCode::Left)], guess(Down, 1), "guess", "lower or higher by 1 %"),
    bind(Place::Guess, &[key(KeyCode::Right)], guess(Up, 1), "guess", ""),
    bind(Place::Guess, &[shift(KeyCode::Left)], guess(Down, 10), "by ten", "lower or higher by 10 %"),
    bind(Place::Guess, &[shift(KeyCode::Right)], guess(Up, 10), "by ten", ""),
    bind(Place::Guess, &[key(KeyCode::Enter)], Action::Guess(GuessAction::Say), "say it", "say it, and see"),
    bind(Place::Guess, &[key(KeyCode::Esc)], Action::Guess(GuessAction::GiveUp), "give up", "see without a guess").always(),
    bind(Place::Cursor, &[key(KeyCode::Left)], go(Jump::Left(1)), "move", "by a column"),
    bind(Place::Cursor, &[key(KeyCode::Right)], go(Jump::Right(1)), "move", ""),
    bind(Place::Cursor, &[shift(KeyCode::Left)], go(Jump::Left(10)), "by ten", "by ten columns"),
    bind(Place::Cursor, &[shift(KeyCode::Right)], go(Jump::Right(10)), "by ten", ""),
    bind(Place::Cursor, &[key(KeyCode::Home)], go(Jump::First), "ends", "to the first or last step"),
    bind(Place::Cursor, &[key(KeyCode::End)], go(Jump::Last), "ends", ""),
    bind(Place::Cursor, &[key(KeyCode::Esc)], CURSOR, "close", "take the cursor away, like c").always(),
    bind(Place::Past, &[key(KeyCode::Left)], time(TimeAction::Move(Jump::Left(1))), "step", "earlier or later; zoom: finer"),
    bind(Place::Past, &[key(KeyCode::Right)], time(TimeAction::Move(Jump::Right(1))), "step", ""),
    bind(Place::Past, &[letter(' ')], time(TimeAction::GoOn), "go on", "go on from there, anew"),
    bind(Place::Past, &[shift(KeyCode::Left)], time(TimeAction::Move(Jump::Left(10))), "by ten", "ten times as far"),
    bind(Place::Past, &[shift(KeyCode::Right)], time(TimeAction::Move(Jump::Right(10))), "by ten", ""),
    bind(Place::Past, &[key(KeyCode::Home)], time(TimeAction::Move(Jump::First)), "ends", "to the first or last step"),
    bind(Place::Past, &[key(KeyCode::End)], time(TimeAction::Move(Jump::Last)), "ends", ""),
    bind(Place::Past, &[key(KeyCode::Esc), letter('t')], time(TimeAction::Toggle), "now", "back to now, as it was").always(),
    bind(Place::Plane, &[letter('o')], run(RunAction::ToggleTrainPoints), "points", "all points, or test points"),
    bind(Place::Plane, &[letter('d')], run(RunAction::ToggleHardEdge), "edge", "how sure, or which side"),
    bind(Place::Plane, &[letter('n')], adjust(SettingId::Noise, Down), "", "less or more noise"),
    bind(Place::Plane, &[letter('N')], adjust(SettingId::Noise, Up), "", ""),
    bind(Place::Crosshair, &[key(KeyCode::Left)], points(PointAction::Move(Arrow::Left, 1)), "move", "move it"),
    bind(Place::Crosshair, &[key(KeyCode::Right)], points(PointAction::Move(Arrow::Right, 1)), "move", ""),
    bind(Place::Crosshair, &[key(KeyCode::Up)], points(PointAction::Move(Arrow::Up, 1)), "move", ""),
    bind(Place::Crosshair, &[key(KeyCode::Down)], points(PointAction::Move(Arrow::Down, 1)), "move", ""),
    bind(Place::Crosshair, NUMERALS, points(PointAction::Place(0)), "add", "add a point of that class"),
    bind(Place::Crosshair, &[letter('a')], points(PointAction::Add), "add", "add one of the chosen class"),
    bind(Place::Crosshair, &[key(KeyCode::PageDown)], points(PointAction::NextClass(Up)), "class", "choose a class to add"),
    bind(Place::Crosshair, &[key(KeyCode::PageUp)], points(PointAction::NextClass(Down)), "class", ""),
    bind(Place::Crosshair, &[letter('x'), key(KeyCode::Delete)], points(PointAction::Remove), "remove", "remove the nearest point"),
    bind(Place::Crosshair, &[key(KeyCode::Enter)], points(PointAction::PickUp), "pick up", "pick it up, put it down"),
    bind(Place::Crosshair, &[shift(KeyCode::Left)], points(PointAction::Move(Arrow::Left, 10)), "by ten", "move by ten"),
    bind(Place::Crosshair, &[shift(KeyCode::Right)], points(PointAction::Move(Arrow::Right, 10)), "by ten", ""),
    bind(Place::Crosshair, &[shift(KeyCode::Up)], points(PointAction::Move(Arrow::Up, 10)), "by ten", ""),
    bind(Place::Crosshair, &[shift(KeyCode::Down)], points(PointAction::Move(Arrow::Down, 10)), "by ten", ""),
    bind(Place::Crosshair, &[key(KeyCode::Esc)], points(PointAction::Leave), "back", "let go; take it away").always(),
    bind(Place::Images, &[key(KeyCode::Left)], run(RunAction::PreviousImage), "image", "the image before or after"),
    bind(Place::Images, &[key(KeyCode::Right)], run(RunAction::NextImage), "image", ""),
    bind(Place::Images, &[letter('e')], run(RunAction::ToggleWrongOnly), "wrong", "all images, or wrong ones"),
    bind(Place::Images, &[letter('C')], run(RunAction::NextTrueClass), "class", "images of one true class"),
    bind(Place::Images, &[letter('D')], program(ProgramAction::ToggleDrawing), "draw", "draw an image"),
    bind(Place::Probe, &[key(KeyCode::Left)], run(RunAction::PreviousImage), "example", "the example before or after"),
    bind(Place::Probe, &[key(KeyCode::Right)], run(RunAction::NextImage), "example", ""),
    bind(Place::Probe, &[key(KeyCode::Esc)], run(RunAction::ToggleProbe), "close", "no longer, like i").always(),
    bind(Place::Classes, &[key(KeyCode::Left)], run(RunAction::PreviousClasses), "classes", "the classes before or after"),
    bind(Place::Classes, &[key(KeyCode::Right)], run(RunAction::NextClasses), "classes", ""),
    bind(Place::Units, &[key(KeyCode::Up)], run(RunAction::PreviousLayer), "layer", "the layer before or after"),
    bind(Place::Units, &[key(KeyCode::Down)], run(RunAction::NextLayer), "layer", ""),
    bind(Place::Units, &[key(KeyCode::Left)], run(RunAction::PreviousUnit), "unit", "choose a unit"),
    bind(Place::Units, &[key(KeyCode::Right)], run(RunAction::NextUnit), "unit", ""),
    bind(Place::Units, &[letter('k')], run(RunAction::KnockOut), "knock out", "knock it out, or take it back"),
    bind(Place::Units, &[letter('w')], run(RunAction::NextUnitOrder), "order", "by number, influence or health"),
    bind(Place::Mistakes, &[key(KeyCode::Left)], run(RunAction::MoveCell(Arrow::Left)), "choose", "choose a cell, to list it"),
    bind(Place::Mistakes, &[key(KeyCode::Right)], run(RunAction::MoveCell(Arrow::Right)), "choose", ""),
    bind(Place::Mistakes, &[key(KeyCode::Up)], run(RunAction::MoveCell(Arrow::Up)), "choose", ""),
    bind(Place::Mistakes, &[key(KeyCode::Down)], run(RunAction::MoveCell(Arrow::Down)), "choose", ""),
    bind(Place::Network, &[letter('w')], run(RunAction::NextNetworkView), "view", "the drawing, or the layers"),
    bind(Place::Mistakes, &[letter('C')], run(RunAction::NextTrueClass), "class", "wrong ones of one class"),
    bind(Place::Examples, &[key(KeyCode::Left)], run(RunAction::MoveExample(Arrow::Left)), "choose", "choose an example"),
    bind(Place::Examples, &[key(KeyCode::Right)], run(RunAction::MoveExample(Arrow::Right)), "choose", ""),
    bind(Place::Examples, &[key(KeyCode::Up)], run(RunAction::MoveExample(Arrow::Up)), "choose", ""),
    bind(Place::Examples, &[key(KeyCode::Down)], run(RunAction::MoveExample(Arrow::Down)), "choose", ""),
    bind(Place::Examples, &[key(KeyCode::Enter)], program(ProgramAction::Enter), "open", "open it"),
    bind(Place::Setup, &[key(KeyCode::Up)], Action::Setup(SetupAction::Up), "choose", "choose a setting, change it"),
    bind(Place::Setup, &[key(KeyCode::Down)], Action::Setup(SetupAction::Down), "choose", ""),
    bind(Place::Setup, &[key(KeyCode::Left)], Action::Setup(SetupAction::Lower), "change", ""),
    bind(Place::Setup, &[key(KeyCode::Right)], Action::Setup(SetupAction::Higher), "change", ""),
    bind(Place::Setup, &[key(KeyCode::Enter)], entry(EntryAction::Open), "type", "type its value"),
    bind(Place::Setup, NUMERALS, entry(EntryAction::OpenWith('0')), "", ""),
    bind(Place::Setup, &[letter('d')], run(RunAction::Preset(Preset::Lecture)), "preset", "lecture's or modern settings"),
    bind(Place::Setup, &[letter('m')], run(RunAction::Preset(Preset::Modern)), "preset", ""),
    bind(Place::Cures, &[key(KeyCode::Up)], cure(CureAction::Up), "choose", "choose a cure"),
    bind(Place::Cures, &[key(KeyCode::Down)], cure(CureAction::Down), "choose", ""),
    bind(Place::Cures, &[key(KeyCode::Enter)], cure(CureAction::Take), "take over", "go on with the chosen cure"),
    bind(Place::Exports, &[key(KeyCode::Up)], export(ExportAction::Choose(Up)), "choose", "choose what to write"),
    bind(Place::Exports, &[key(KeyCode::Down)], export(ExportAction::Choose(Down)), "choose", ""),
    bind(Place::Exports, &[key(KeyCode::Enter)], export(ExportAction::Make), "write", "write it"),
    bind(Place::Exports, NUMERALS, export(ExportAction::MakeNumber(0)), "", "write what has that number"),
    bind(Place::Drawing, &[key(KeyCode::Left)], draw(DrawAction::Move(Arrow::Left)), "move", "move the pen"),
    bind(Place::Drawing, &[key(KeyCode::Right)], draw(DrawAction::Move(Arrow::Right)), "move", ""),
    bind(Place::Drawing, &[key(KeyCode::Up)], draw(DrawAction::Move(Arrow::Up)), "move", ""),
    bind(Place::Drawing, &[key(KeyCode::Down)], draw(DrawAction::Move(Arrow::Down)), "move", ""),
    bind(Place::Drawing, &[letter(' '), key(KeyCode::Enter)], draw(DrawAction::TogglePen), "pen", "put the pen down, lift it"),
    bind(Place::Drawing, &[letter('x')], draw(DrawAction::ToggleRubber), "rubber", "take the rubber, or the pen"),
    bind(Place::Drawing, &[letter('u'), control('z')], draw(DrawAction::Undo), "undo", "take the last stroke back"),
    bind(Place::Drawing, &[key(KeyCode::Backspace)], draw(DrawAction::Clear), "clear", "clear the sheet"),
    bind(Place::Drawing, &[letter('D')], program(ProgramAction::ToggleDrawing), "", "close it, like Esc"),
    bind(Place::Drawing, &[letter('?')], program(ProgramAction::Explain), "explain", "what it shows, how to read it").always(),
    bind(Place::ExplainedStep, &[key(KeyCode::Enter)], explain(ExplainAction::Tab(Up)), "next", "next part; one back"),
    bind(Place::ExplainedStep, &[key(KeyCode::Backspace)], explain(ExplainAction::Tab(Down)), "before", ""),
    bind(Place::ExplainedStep, &[key(KeyCode::Left)], explain(ExplainAction::Weight(-1)), "weight", "the weight before or after"),
    bind(Place::ExplainedStep, &[key(KeyCode::Right)], explain(ExplainAction::Weight(1)), "weight", ""),
    bind(Place::ExplainedStep, &[shift(KeyCode::Left)], explain(ExplainAction::Weight(-10)), "", "by ten weights"),
    bind(Place::ExplainedStep, &[shift(KeyCode::Right)], explain(ExplainAction::Weight(10)), "", ""),
    bind(Place::ExplainedStep, &[key(KeyCode::Up)], explain(ExplainAction::Unit(-1)), "unit", "the unit before or after"),
    bind(Place::ExplainedStep, &[key(KeyCode::Down)], explain(ExplainAction::Unit(1)), "unit", ""),
    bind(Place::ExplainedStep, &[key(KeyCode::Tab), shift(KeyCode::Down)], explain(ExplainAction::Layer(1)), "layer", "the next layer; before"),
    bind(Place::ExplainedStep, &[shift(KeyCode::Up)], explain(ExplainAction::Layer(-1)), "", ""),
    bind(Place::ExplainedStep, &[letter('e')], explain(ExplainAction::Example(1)), "example", "the next example; before"),
    bind(Place::ExplainedStep, &[letter('E')], explain(ExplainAction::Example(-1)), "example", ""),
    bind(Place::ExplainedStep, &[letter('?')], program(ProgramAction::Explain), "explain", "what it shows, how to read it").always(),
    bind(Place::GradientCheck, &[letter('v')], program(ProgramAction::ToggleGradientCheck), "close", "close it, like Esc"),
    bind(Place::GradientCheck, &[letter('?')], program(ProgramAction::Explain), "explain", "what it shows, how to read it").always(),
    bind(Place::Logs, &[letter(']')], watch(WatchAction::NextLog), "next log", "the next log, or one before"),
    bind(Place::Logs, &[letter('[')], watch(WatchAction::PreviousLog), "next log", ""),
    bind(Place::Logs, &[letter('t')], watch(WatchAction::NextColumn(Role::TrainLoss)), "training column", "another training loss column"),
    bind(Place::Logs, &[letter('e')], watch(WatchAction::NextColumn(Role::TestLoss)), "test column", "another test loss column"),
    bind(Place::Logs, &[letter('a')], watch(WatchAction::NextColumn(Role::TrainAccuracy)), "", "another as training accuracy"),
    bind(Place::Logs, &[letter('A')], watch(WatchAction::NextColumn(Role::TestAccuracy)), "", "another as test accuracy"),
    bind(Place::Logs, &[letter('s')], watch(WatchAction::NextColumn(Role::Step)), "", "another column as step"),
    bind(Place::Picker, &[key(KeyCode::Enter)], program(ProgramAction::Start), "start", "start the run"),
    bind(Place::Picker, &[key(KeyCode::Left)], picker(PickerAction::Left), "choose", "choose a card"),
    bind(Place::Picker, &[key(KeyCode::Right)], picker(PickerAction::Right), "choose", ""),
    bind(Place::Picker, &[key(KeyCode::Up)], picker(PickerAction::Up), "settings", "to its settings"),
    bind(Place::Picker, &[key(KeyCode::Down)], picker(PickerAction::Down), "settings", ""),
    bind(Place::Picker, DIGITS, picker(PickerAction::ChooseCard(0)), "", "the card of that number"),
    bind(Place::Picker, &[letter('d')], picker(PickerAction::Preset(Preset::Lecture)), "preset", "lecture's or modern settings"),
    bind(Place::Picker, &[letter('m')], picker(PickerAction::Preset(Preset::Modern)), "preset", ""),
    bind(Place::Picker, &[letter('c')], program(ProgramAction::NextClass), "", "another class column of a file"),
    bind(Place::Picker, &[letter('l')], program(ProgramAction::LastRun), "", "the last run that was kept"),
    bind(Place::Picker, &[letter('L')], program(ProgramAction::ToggleSavedRuns), "", "all runs that were kept"),
    bind(Place::SavedRuns, &[key(KeyCode::Up)], saved(SavedAction::Choose(Up)), "choose", "choose a run"),
    bind(Place::SavedRuns, &[key(KeyCode::Down)], saved(SavedAction::Choose(Down)), "choose", ""),
    bind(Place::SavedRuns, &[key(KeyCode::Enter)], saved(SavedAction::Open), "open", "open it, paused"),
    bind(Place::Picker, &[key(KeyCode::Tab)], program(ProgramAction::BackToRun), "to the run", "back to the run"),
    bind(Place::Field, &[key(KeyCode::Enter)], entry(EntryAction::Open), "type", "type a value"),
    bind(Place::Field, NUMERALS, entry(EntryAction::OpenWith('0')), "", ""),
    bind(Place::Field, &[key(KeyCode::Left)], picker(PickerAction::Left), "change", "lower or higher value"),
    bind(Place::Field, &[key(KeyCode::Right)], picker(PickerAction::Right), "change", ""),
    bind(Place::Field, &[key(KeyCode::Up)], picker(PickerAction::Up), "settings", "choose another setting"),
    bind(Place::Field, &[key(KeyCode::Down)], picker(PickerAction::Down), "settings", ""),
    bind(Place::Field, &[key(KeyCode::Esc)], picker(PickerAction::ToCards), "cards", "back to the cards, to start").always(),
    bind(Place::Typing, &[key(KeyCode::Enter)], entry(EntryAction::Accept), "accept", "accept the value"),
    bind(Place::Typing, &[key(KeyCode::Esc)], entry(EntryAction::Leave), "leave it as it was", "leave it as it was").always(),
    bind(Place::Typing, &[key(KeyCode::Left)], edit(Edit::Left), "move", "move the cursor"),
    bind(Place::Typing, &[key(KeyCode::Right)], edit(Edit::Right), "move", ""),
    bind(Place::Typing, &[key(KeyCode::Home)], edit(Edit::Home), "", "to the start or the end"),
    bind(Place::Typing, &[key(KeyCode::End)], edit(Edit::End), "", ""),
    bind(Place::Typing, &[key(KeyCode::Backspace)], edit(Edit::Backspace), "erase", "erase a character"),
    bind(Place::Typing, &[key(KeyCode::Delete)], edit(Edit::Delete), "erase", ""),
    bind(Place::Typing, &[control('u')], edit(Edit::Clear), "erase all", "erase all"),
    bind(Place::Sweep, &[key(KeyCode::Left)], sweep(SweepAction::Move(Arrow::Left)), "choose", "choose a cell"),
    bind(Place::Sweep, &[key(KeyCode::Right)], sweep(SweepAction::Move(Arrow::Right)), "choose", ""),
    bind(Place::Sweep, &[key(KeyCode::Up)], sweep(SweepAction::Move(Arrow::Up)), "choose", ""),
    bind(Place::Sweep, &[key(KeyCode::Down)], sweep(SweepAction::Move(Arrow::Down)), "choose", ""),
    bind(Place::Sweep, &[letter('s')], sweep(SweepAction::MoveRun(Up)), "run", "the next of its runs; before"),
    bind(Place::Sweep, &[letter('S')], sweep(SweepAction::MoveRun(Down)), "run", ""),
    bind(Place::Sweep, &[key(KeyCode::Enter)], sweep(SweepAction::Open), "open", "open that run; Esc comes back"),
    bind(Place::Sweep, &[letter('m')], sweep(SweepAction::NextMeasure), "measure", "another number in the cells"),
    bind(Place::Sweep, &[key(KeyCode::Tab)], sweep(SweepAction::NextAxes), "axes", "other rows and columns"),
    bind(Place::Pages, &[key(KeyCode::Down), key(KeyCode::PageDown)], program(ProgramAction::PageDown), "more", "what comes next; before"),
    bind(Place::Pages, &[key(KeyCode::Up), key(KeyCode::PageUp)], program(ProgramAction::PageUp), "more", ""),
    bind(Place::CommandLine, &[letter('Y')], program(ProgramAction::CopyCommandLine), "copy again", "copy it once more"),
    bind(Place::Everywhere, &[key(KeyCode::Esc)], program(ProgramAction::Back), "back", "one level out; a run is kept").always(),
    bind(Place::Everywhere, &[letter('?')], program(ProgramAction::ToggleHelp), "keys", "these keys").always(),
    bind(Place::Everywhere, &[letter('g')], program(ProgramAction::TestCard), "", "test card; dark or light"),
    bind(Place::Everywhere, &[letter('T')], program(ProgramAction::ToggleBackground), "", ""),
    bind(Place::Everywhere, &[letter('q')], program(ProgramAction::Quit), "quit", "quit; asks if a run is lost").always(),
    bind(Place::Always, &[control('c')], program(ProgramAction::QuitNow), "", "quit at once"),
    bind(Place::Always, &[control('z')], program(ProgramAction::Suspend), "", "to the background"),
    bind(Place::Question, &[letter('y'), key(KeyCode::Enter)], program(ProgramAction::Confirm), "yes", "yes, or Enter"),
    bind(Place::Question, &[letter('n'), key(KeyCode::Esc)], program(ProgramAction::Decline), "no", "no, or Esc").always(),
];

const CURSOR: Action = chart(ChartAction::ToggleCursor);

const fn program(action: ProgramAction) -> Action {
    Action::Program(action)
}

const fn picker(action: PickerAction) -> Action {
    Action::Picker(action)
}

const fn export(action: ExportAction) -> Action {
    Action::Export(action)
}

const fn saved(action: SavedAction) -> Action {
    Action::Saved(action)
}

const fn entry(action: EntryAction) -> Action {
    Action::Entry(action)
}

const fn edit(edit: Edit) -> Action {
    entry(EntryAction::Edit(edit))
}

const fn run(action: RunAction) -> Action {
    Action::Run(action)
}

const fn chart(action: ChartAction) -> Action {
    Action::Chart(action)
}

const fn sweep(action: SweepAction) -> Action {
    Action::Sweep(action)
}

const fn watch(action: WatchAction) -> Action {
    Action::Watch(action)
}

const fn time(action: TimeAction) -> Action {
    Action::Time(action)
}

const fn draw(action: DrawAction) -> Action {
    Action::Draw(action)
}

const fn points(action: PointAction) -> Action {
    Action::Points(action)
}

const fn cure(action: CureAction) -> Action {
    Action::Cures(action)
}

const fn guess(direction: Direction, by: u8) -> Action {
    Action::Guess(GuessAction::Change(direction, by))
}

const fn explain(action: ExplainAction) -> Action {
    Action::Explain(action)
}

const fn adjust(setting: SettingId, direction: Direction) -> Action {
    run(RunAction::Adjust(setting, direction))
}

const fn go(jump: Jump) -> Action {
    chart(ChartAction::Move(jump))
}

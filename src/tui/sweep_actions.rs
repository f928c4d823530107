//! Choosing a cell and a run of a sweep, and opening it.

use ratatui::layout::Position;

use super::action::{ProgramAction, SweepAction};
use super::app::{App, Page};
use super::inside::Arrow;
use super::keymap::key_of;
use super::message::Effect;
use super::panels::{map_cell_at, run_of_cell_at};
use super::sweep::{MapCell, Measure, Sweep};
use super::theme::Theme;
use crate::launch::{PendingSweep, SweepReport};
use crate::train::{Direction, next};

impl App {
    /// Creates the state for a sweep, whose runs are carried out meanwhile.
    pub fn sweeping(theme: Theme, size: (u16, u16), pending: PendingSweep) -> (App, Vec<Effect>) {
        let (mut app, _) = App::new(theme, size, None);
        app.sweep = Some(Sweep::new(&pending));
        app.page = Page::Sweep;
        (app, vec![Effect::Sweep(pending.runs)])
    }

    /// Takes a report of the sweep.
    pub(super) fn take_sweep_report(&mut self, report: SweepReport) -> Vec<Effect> {
        if let Some(sweep) = &mut self.sweep {
            sweep.apply(report);
        }
        Vec::new()
    }

    /// Performs an action on the sweep.
    pub(super) fn perform_on_sweep(&mut self, action: SweepAction) -> Vec<Effect> {
        let Some(sweep) = &mut self.sweep else { return Vec::new() };
        sweep.notice = None;
        match action {
            SweepAction::Move(arrow) => sweep.move_cell(arrow),
            SweepAction::MoveRun(direction) => sweep.move_run(direction),
            SweepAction::NextAxes => sweep.show_next_axes(),
            SweepAction::NextMeasure => sweep.measure = next(&Measure::ALL, sweep.measure, Direction::Up),
            SweepAction::Open => return self.open_run_of_sweep(),
        }
        Vec::new()
    }

    /// Chooses the cell of the map or the run that is clicked, or opens it if it is the chosen one.
    pub(super) fn click_sweep(&mut self, place: Position) -> Vec<Effect> {
        let area = self.area;
        let Some(sweep) = &mut self.sweep else { return Vec::new() };
        sweep.notice = None;
        let (cell, run) = (map_cell_at(sweep, area, place), run_of_cell_at(sweep, area, place));
        match (cell, run) {
            (Some(cell), _) if cell != sweep.chosen => sweep.choose(cell),
            (None, Some(run)) if run != sweep.chosen_run => sweep.chosen_run = run,
            (None, None) => {}
            _ => return self.open_run_of_sweep(),
        }
        Vec::new()
    }

    /// Shows the chosen run: the one that was opened last as it was left, any other one from its start.
    fn open_run_of_sweep(&mut self) -> Vec<Effect> {
        let Some(sweep) = &mut self.sweep else { return Vec::new() };
        let Some(index) = sweep.run() else { return Vec::new() };
        if sweep.opened == Some(index)
            && let Some(run) = &self.run
        {
            self.page = Page::Run;
            return run.set_aside(false);
        }
        match (sweep.setup)(index) {
            Ok(setup) => {
                sweep.opened = Some(index);
                self.start(setup)
            }
            Err(error) => {
                sweep.notice = Some(error.to_string());
                Vec::new()
            }
        }
    }

    /// Leaves the run for the sweep, or says that the sweep is the outermost.
    pub(super) fn back_to_sweep(&mut self) -> Vec<Effect> {
        if self.page == Page::Sweep {
            self.tell(format!("{} quits, and leaves a table on the terminal.", key_of(ProgramAction::Quit)));
            return Vec::new();
        }
        self.page = Page::Sweep;
        self.run.as_ref().map_or_else(Vec::new, |run| run.set_aside(true))
    }
}

impl Sweep {
    fn move_cell(&mut self, arrow: Arrow) {
        let (last_row, last_column) = (self.rows() - 1, self.columns() - 1);
        let mut cell = self.chosen;
        match arrow {
            Arrow::Up => cell.row = cell.row.saturating_sub(1),
            Arrow::Down => cell.row = (cell.row + 1).min(last_row),
            Arrow::Left => cell.column = cell.column.saturating_sub(1),
            Arrow::Right => cell.column = (cell.column + 1).min(last_column),
        }
        self.choose(cell);
    }

    fn choose(&mut self, cell: MapCell) {
        self.chosen = cell;
        let runs = self.runs(cell).len();
        self.chosen_run = self.chosen_run.min(runs.saturating_sub(1));
    }

    fn move_run(&mut self, direction: Direction) {
        let runs = self.runs(self.chosen).len().max(1);
        let by = if direction == Direction::Up { 1 } else { runs - 1 };
        self.chosen_run = (self.chosen_run + by) % runs;
    }
}

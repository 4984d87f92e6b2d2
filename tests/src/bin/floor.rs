//! `floor SOURCE OUT`: how long this machine takes merely to write the files of a built site anew, with two threads.
//!
//! The files are read into memory first; only making folders and writing is timed. Prints seconds, CPU seconds of all threads, files and bytes.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for developers that times the file system"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

/// Cores of the machines that figures are compared on.
const THREADS: usize = 2;

/// Ticks a second of the times that Linux tells.
const TICKS: f64 = 100.0;

type Files = Vec<(PathBuf, Vec<u8>)>;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).map(PathBuf::from);
    let (Some(source), Some(out)) = (words.next(), words.next()) else {
        eprintln!("floor SOURCE OUT");
        return ExitCode::from(2);
    };
    match measure(&source, &out) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::from(2)
        }
    }
}

fn measure(source: &Path, out: &Path) -> io::Result<String> {
    let mut files = Files::new();
    gather(source, out, &mut files)?;
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let (start, busy) = (Instant::now(), cpu_seconds()?);
    write_all(&files)?;
    Ok(format!(
        "{:.3} {:.2} {} {bytes}",
        start.elapsed().as_secs_f64(),
        cpu_seconds()? - busy,
        files.len()
    ))
}

/// CPU time of this process until now, as Linux counts it: in hundredths of a second (`proc_pid_stat(5)`: user and system time are fields 14 and 15).
fn cpu_seconds() -> io::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, after_name) = stat.rsplit_once(')').unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    let ticks: Option<Vec<f64>> = ticks.map(|field| field.parse().ok()).collect();
    let ticks = ticks.filter(|ticks| ticks.len() == 2);
    let ticks = ticks.ok_or_else(|| io::Error::other("/proc/self/stat has no times"))?;
    Ok(ticks.iter().sum::<f64>() / TICKS)
}

fn gather(source: &Path, out: &Path, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(source)? {
        let entry = entry?;
        let target = out.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &target, files)?;
        } else {
            files.push((target, fs::read(entry.path())?));
        }
    }
    Ok(())
}

fn write_all(files: &Files) -> io::Result<()> {
    let halves = files.chunks(files.len().div_ceil(THREADS).max(1));
    thread::scope(|scope| {
        let workers: Vec<_> = halves
            .map(|half| scope.spawn(move || write_half(half)))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("a thread stopped")))
        })
    })
}

fn write_half(files: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
    let mut last = None;
    for (path, bytes) in files {
        let folder = path.parent();
        if folder != last {
            fs::create_dir_all(folder.unwrap_or(Path::new(".")))?;
            last = folder;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

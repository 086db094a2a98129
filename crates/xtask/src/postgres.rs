//! A throwaway PostgreSQL server on loopback: made in a temporary folder, gone when it is dropped.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::command::{check_stop, output, say};
use crate::{install, workspace};

/// Who may make databases on the server.
const USER: &str = "coranto";

/// Users under whom the server runs when we are root, which PostgreSQL refuses. The first that exists is taken.
const SERVANTS: [&str; 2] = ["postgres", "nobody"];

/// How long the server may take to accept connections.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often it is asked whether it does.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How often the server is started before it is given up.
const TRIES: u32 = 3;

/// Nothing here outlives the tests, so nothing is synced. No socket file: tests connect over loopback.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
];

/// A running server.
pub struct Cluster {
    server: Child,
    folder: TempDir,
    programs: PathBuf,
    servant: Option<Servant>,
    url: String,
}

/// A user without rights.
#[derive(Clone, Copy)]
struct Servant {
    user: u32,
    group: u32,
}

/// The folder with PostgreSQL's server programs: on the PATH, or where Debian keeps them; the newest version there.
pub fn programs() -> Option<PathBuf> {
    let is_whole = |folder: &PathBuf| {
        ["initdb", "postgres", "pg_ctl", "pg_isready"].iter().all(|name| folder.join(name).is_file())
    };
    let on_path = workspace::program(&["initdb"]).and_then(|file| file.canonicalize().ok());
    let on_path = on_path.and_then(|file| file.parent().map(Path::to_owned)).filter(is_whole);
    on_path.or_else(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let number = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
        let whole = versions.filter_map(|entry| Some((number(&entry.path())?, entry.path().join("bin"))));
        whole.filter(|(_, folder)| is_whole(folder)).max().map(|(_, folder)| folder)
    })
}

impl Cluster {
    /// Makes a cluster and starts its server.
    pub fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL's programs are not on this machine")?;
        let servant = if install::is_root() { Some(Servant::find()?) } else { None };
        let folder = tempfile::Builder::new()
            .prefix("coranto-postgres-")
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir()
            .context("no temporary folder for PostgreSQL can be made")?;
        let password = random_password()?;
        fs::write(folder.path().join("password"), &password)?;
        if let Some(servant) = servant {
            for path in [folder.path(), &folder.path().join("password")] {
                chown(path, Some(servant.user), Some(servant.group))?;
            }
        }
        let place = Place { folder: folder.path(), programs: &programs, servant };
        place.initialise()?;
        let (server, port) = place.start_server_with_patience()?;
        let url = format!("postgres://{USER}:{password}@127.0.0.1:{port}");
        Ok(Self { server, folder, programs, servant, url })
    }

    /// `postgres://…` without a database: tests make their own.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder with `psql`, which some tests call.
    pub fn programs(&self) -> &Path {
        &self.programs
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let place = Place { folder: self.folder.path(), programs: &self.programs, servant: self.servant };
        let stop = ["stop", "--mode=immediate", "--wait", "--timeout=20", "--silent"];
        let mut stop_server = place.command("pg_ctl");
        stop_server.args(stop).arg("--pgdata").arg(place.data());
        if output(&mut stop_server).is_none() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

/// A cluster's folder and what works on it.
struct Place<'a> {
    folder: &'a Path,
    programs: &'a Path,
    servant: Option<Servant>,
}

impl Place<'_> {
    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// A program of PostgreSQL, as the user who owns the folder. Where setpriv is there, the program also ends when this
    /// process is killed.
    fn command(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match (workspace::program(&["setpriv"]), self.servant) {
            (Some(setpriv), servant) => {
                let mut command = Command::new(setpriv);
                command.arg("--pdeathsig=TERM");
                if let Some(Servant { user, group }) = servant {
                    command.args([
                        format!("--reuid={user}"),
                        format!("--regid={group}"),
                        "--clear-groups".into(),
                    ]);
                }
                command.arg("--").arg(program);
                command
            }
            (None, Some(Servant { user, group })) => {
                let mut command = Command::new(program);
                command.uid(user).gid(group);
                command
            }
            (None, None) => Command::new(program),
        };
        command.current_dir(self.folder).env("LC_ALL", "C").stdin(Stdio::null());
        command
    }

    fn initialise(&self) -> Result<()> {
        let mut initialise = self.command("initdb");
        initialise.args(["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        initialise.args(["--username", USER, "--pwfile"]).arg(self.folder.join("password"));
        let done =
            initialise.arg("--pgdata").arg(self.data()).output().context("initdb cannot be started")?;
        if !done.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&done.stderr).trim());
        }
        Ok(())
    }

    /// The server and its port. Somebody else may take the free port before the server does, so it is tried again.
    fn start_server_with_patience(&self) -> Result<(Child, u16)> {
        let mut tries = 1;
        loop {
            match self.start_server() {
                Err(error) if tries < TRIES => {
                    check_stop()?;
                    say(format_args!("PostgreSQL did not start, trying again: {error:#}"));
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    /// The server and its port, once it accepts connections.
    fn start_server(&self) -> Result<(Child, u16)> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let log = self.folder.join("server.log");
        let file = File::create(&log)?;
        let mut start = self.command("postgres");
        start.arg("-D").arg(self.data()).args(["-p", &port.to_string()]);
        for setting in SETTINGS {
            start.args(["-c", setting]);
        }
        // Ctrl-C in our terminal is for us: tests still run while they are being stopped.
        start.process_group(0).stdout(file.try_clone()?).stderr(file);
        let mut server = start.spawn().context("postgres cannot be started")?;
        match self.wait_for(&mut server, port) {
            Ok(()) => Ok((server, port)),
            Err(error) => {
                let _ = server.kill();
                let _ = server.wait();
                let said = fs::read_to_string(&log).unwrap_or_default();
                Err(error.context(format!("PostgreSQL did not start; it said: {}", said.trim())))
            }
        }
    }

    fn wait_for(&self, server: &mut Child, port: u16) -> Result<()> {
        let begin = Instant::now();
        let port = port.to_string();
        loop {
            if let Some(status) = server.try_wait()? {
                bail!("it ended with {status}");
            }
            if output(self.command("pg_isready").args(["-q", "-h", "127.0.0.1", "-p", &port])).is_some() {
                return Ok(());
            }
            if begin.elapsed() > PATIENCE {
                bail!("it accepted no connection for {PATIENCE:?}");
            }
            check_stop()?;
            thread::sleep(LOOK_EVERY);
        }
    }
}

impl Servant {
    fn find() -> Result<Self> {
        let id = |flag: &str, user: &str| output(Command::new("id").args([flag, user]))?.trim().parse().ok();
        let mut found =
            SERVANTS.iter().filter_map(|user| Some(Self { user: id("-u", user)?, group: id("-g", user)? }));
        found
            .next()
            .context("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")
    }
}

/// Other users of this machine can reach loopback, too.
fn random_password() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).context("the system gives no randomness")?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::Cluster;

    #[test]
    fn a_cluster_takes_databases_and_is_gone_afterwards() {
        let cluster = Cluster::start().unwrap();
        let psql = |url: &str, command: &str| {
            let mut psql = Command::new(cluster.programs().join("psql"));
            psql.args(["--no-psqlrc", "--tuples-only", "--no-align", url, "--command", command]);
            psql.output().unwrap()
        };
        let made = psql(&format!("{}/postgres", cluster.url()), "CREATE DATABASE paper");
        assert!(made.status.success(), "{made:?}");
        let encoding = psql(&format!("{}/paper", cluster.url()), "SHOW server_encoding");
        assert_eq!(String::from_utf8_lossy(&encoding.stdout).trim(), "UTF8");
        let stranger = cluster.url().replace("coranto:", "coranto:x");
        assert!(!psql(&format!("{stranger}/paper"), "SELECT 1").status.success());
        let folder = cluster.folder.path().to_owned();
        drop(cluster);
        assert!(!folder.exists());
    }
}

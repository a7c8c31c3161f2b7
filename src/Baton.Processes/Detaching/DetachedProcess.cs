using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Spawning;

namespace Baton.Processes.Detaching;

/// <summary>
/// Starts a program in a session of its own, without terminal, and waits for its word: it reports one line over a socket whose path it
/// finds in its environment, or it ends. Neither a pipe nor its output is waited on; its children could hold those for ever.
/// </summary>
public static class DetachedProcess
{
    /// <summary>Environment variable that tells the program where to report.</summary>
    public const string ReportVariable = "BATON_REPORT";

    private const int LongestReport = 64 * 1024;
    private static readonly TimeSpan LastWordLimit = TimeSpan.FromSeconds(1);

    /// <summary>Starts it and waits. Cancelling kills it.</summary>
    /// <exception cref="BatonException">SpawnFailed.</exception>
    public static async Task<DetachedReport> StartAsync(DetachedLaunch launch, CancellationToken stopWaiting)
    {
        var folder = Directory.CreateTempSubdirectory("baton-");
        try
        {
            using var listener = Listen(Path.Combine(folder.FullName, "report"), out var path);
            var pid = Spawn(launch, path);
            using var death = new AwaitedDeath(pid);
            using var _ = stopWaiting.Register(death.Kill);
            var report = ReadReportAsync(listener);
            await Task.WhenAny(report, death.Exit).ConfigureAwait(false);
            if (report.IsCompletedSuccessfully) return new DetachedReport(pid, await report.ConfigureAwait(false), null);
            var exit = await death.Exit.ConfigureAwait(false);
            // Its last word may have been said and not yet been heard: the end of a process is told on another way.
            await Task.WhenAny(report, Task.Delay(LastWordLimit, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
            if (report.IsCompletedSuccessfully) return new DetachedReport(pid, await report.ConfigureAwait(false), null);
            listener.Dispose();
            // It cannot have reported any more; the accept that was under way ends with the listener.
            await report.ContinueWith(ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            stopWaiting.ThrowIfCancellationRequested();
            return new DetachedReport(pid, null, exit);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reports to whoever started this process detached; does nothing when nobody did, or when it waits no longer.</summary>
    public static void Report(string line)
    {
        if (Environment.GetEnvironmentVariable(ReportVariable) is not { } path) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (SocketException)
        {
            // Whoever waited has gone away; what is reported is true all the same.
        }
    }

    private static Socket Listen(string wanted, out string path)
    {
        path = wanted;
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        return listener;
    }

    private static int Spawn(DetachedLaunch launch, string reportPath)
    {
        // What we were started with: the daemon would find in us, its parent, what .NET has made of it.
        var openFiles = InheritedLimit.Find(name => launch.Environment.GetValueOrDefault(name));
        var environment = launch.Environment
            .Where(v => v.Key is not (ReportVariable or InheritedLimit.Variable))
            .Select(v => $"{v.Key}={v.Value}")
            .Append($"{ReportVariable}={reportPath}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"{InheritedLimit.Variable}={openFiles}"))
            .ToList();
        var (pid, error) = Spawner.Spawn(new SpawnOrder(
            launch.Program, [launch.Program, .. launch.Arguments], environment, launch.WorkingDirectory, launch.OutputFile, launch.OutputFile), sign: "/dev/null");
        if (pid > 0) return pid;
        var reason = System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error);
        throw new BatonException(ErrorCode.SpawnFailed, $"cannot start \"{launch.Program}\": {reason}");
    }

    private static async Task<string> ReadReportAsync(Socket listener)
    {
        using var connection = await listener.AcceptAsync().ConfigureAwait(false);
        var buffer = new byte[LongestReport];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await connection.ReceiveAsync(buffer.AsMemory(length)).ConfigureAwait(false);
            if (read == 0) break;
            length += read;
        }

        return Encoding.UTF8.GetString(buffer, 0, length).TrimEnd('\n');
    }

    /// <summary>Waits for a child's death on a thread of its own.</summary>
    private sealed class AwaitedDeath : IDisposable
    {
        private const ulong Died = 1;

        private readonly Epoll _epoll = new();
        private readonly TaskCompletionSource<ExitStatus> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly int _pidfd;
        private readonly Thread _thread;

        public AwaitedDeath(int pid)
        {
            _pidfd = Libc.PidfdOpen(pid);
            _epoll.Add(_pidfd, Died);
            _thread = new Thread(Wait) { IsBackground = true, Name = "detached process" };
            _thread.Start();
        }

        public Task<ExitStatus> Exit => _exit.Task;

        public void Kill() => Libc.PidfdSendSignal(_pidfd, Libc.SIGKILL);

        public void Dispose()
        {
            _epoll.Wake();
            _thread.Join();
            _epoll.Dispose();
            Libc.close(_pidfd);
        }

        private void Wait()
        {
            Span<ulong> tokens = stackalloc ulong[2];
            if (_epoll.Wait(tokens).Contains(Died)) _exit.TrySetResult(Libc.Reap(Libc.P_PIDFD, _pidfd, out _) ?? ExitStatus.Unknown);
        }
    }
}

using Baton.Core;
using Baton.Processes.Native;

namespace Baton.Processes.Output.Compression;

/// <summary>
/// Compresses closed logs, one file at a time, behind all other work of the machine. What there is to do is seen from the folder each
/// time, so nothing is forgotten by a death: a service's next run looks again. Costs nothing, not even a thread, until it is asked for.
/// </summary>
/// <remarks>
/// A file that was rotated away is compressed at once, the last of a run when the next run has begun: the file that people look at
/// first, and that links may lead to, stays plain.
/// </remarks>
/// <param name="logDirectory">Folder above the services' log folders, absolute.</param>
/// <param name="closedFiles">How many files of a run are closed; null when all are, since nothing writes to it and nothing will take it up.</param>
/// <param name="problem">Told once per service why its logs cannot be compressed.</param>
/// <param name="hook">For tests: called at each <see cref="CompressionPoint"/>.</param>
internal sealed class CompressionDesk(
    string logDirectory, Func<RunId, int?> closedFiles, Action<string, string> problem, Action<CompressionPoint>? hook = null) : IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();

    // At most one entry for each service.
    private readonly Queue<string> _wanted = [];
    private readonly SemaphoreSlim _signal = new(0);
    private readonly HashSet<string> _troubled = [];
    private volatile bool _isStopping;
    private Thread? _thread;

    /// <summary>Looks for closed files of a service, soon; returns at once.</summary>
    public void Look(string service)
    {
        lock (_gate)
        {
            if (_isStopping) return;
            // Also for one that waits already: the system may have refused the thread then.
            _thread ??= Start();
            if (_wanted.Contains(service)) return;
            _wanted.Enqueue(service);
        }

        _signal.Release();
    }

    /// <summary>Ends after the piece in hand; a file that is half done is done anew some other time.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            _isStopping = true;
            thread = _thread;
        }

        _signal.Release();
        // A disk that hangs must not keep the daemon: the thread ends with the process.
        if (thread is null || thread.Join(StopLimit)) _signal.Dispose();
    }

    private Thread? Start()
    {
        try
        {
            const int stackBytes = 256 << 10;
            var thread = new Thread(Work, stackBytes) { IsBackground = true, Name = "log compression" };
            thread.Start();
            return thread;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The system gives no more threads. The next look tries again, and plain files do no harm.
            return null;
        }
    }

    private void Work()
    {
        while (true)
        {
            _signal.Wait();
            if (_isStopping) return;
            string service;
            lock (_gate) service = _wanted.Dequeue();
            string? told = null;
            // The pass has a thread of its own that is put behind all others; this one tells, at the priority of all others.
            try
            {
                var pass = new Thread(() => told = Pass(service)) { IsBackground = true, Name = "log compression" };
                pass.Start();
                pass.Join();
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
            {
                told = "the system gives no more threads";
            }

            if (told is null) _troubled.Remove(service);
            else if (_troubled.Add(service)) problem(service, told);
        }
    }

    private string? Pass(string service)
    {
        Libc.Priority.Yield();
        string? told = null;
        try
        {
            // A state directory that was deleted must not come back.
            if (LogFolder.OpenExisting(logDirectory, service) is not { } folder) return null;
            using var closing = folder;
            var names = folder.List();
            foreach (var name in names) RemoveLeftover(folder, name, service);
            using var compression = new LogCompression(hook, () => _isStopping);
            foreach (var name in Closed(names, service))
            {
                if (_isStopping) return told;
                told = compression.Run(folder, name) ?? told;
            }
        }
        catch (Exception e) when (e is BatonException or IOException or UnauthorizedAccessException)
        {
            told = e.Message;
        }

        return told;
    }

    private static void RemoveLeftover(LogFolder folder, string name, string service)
    {
        const string ending = LogCompression.TemporaryEnding;
        var isOurs = name.EndsWith(ending, StringComparison.Ordinal)
            && LogFileName.Parse(name[..^ending.Length]) is { IsCompressed: true } of && of.Service == service;
        if (isOurs) _ = folder.Remove(name);
    }

    private List<LogFileName> Closed(List<string> names, string service)
    {
        var files = names.Select(LogFileName.Parse).OfType<LogFileName>().Where(file => file.Service == service && !file.IsCompressed).ToList();
        var newest = files.Count == 0 ? 0 : files.Max(file => file.Run);
        return [.. files.Where(IsClosed).OrderBy(file => file.Run).ThenBy(file => file.Segment ?? int.MaxValue)];

        bool IsClosed(LogFileName file)
        {
            var closed = closedFiles(new RunId(service, file.Run));
            return file.Segment is { } segment ? closed is null || segment < closed : closed is null && file.Run < newest;
        }
    }
}

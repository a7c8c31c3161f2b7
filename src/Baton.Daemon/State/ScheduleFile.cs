using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Baton.Core;
using Baton.Manifest;
using Baton.Supervision.Scheduling;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>schedule</c> of a state directory: until when the times of services were looked after that make up for missed ones, a line <c>NAME TIME</c>
/// each. Written in the background; a death before that starts such a service once more, unless its run is remembered.
/// </summary>
internal sealed class ScheduleFile : IScheduleMemory, IDisposable
{
    private const string Name = "schedule";
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new();
    private readonly string _path;
    private readonly Action<string> _trouble;
    private int _isWriting;
    private bool _hasTrouble;

    /// <summary>Reads what an earlier daemon wrote; a line that makes no sense is left out.</summary>
    public ScheduleFile(string stateDirectory, Action<string> trouble)
    {
        (_path, _trouble) = (Path.Combine(stateDirectory, Name), trouble);
        if (!File.Exists(_path) || FileContent.Read(_path, MaxBytes).Bytes is not { } bytes) return;
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            if (line.Split(' ') is [var name, var time] && Names.IsValid(name)
                && DateTimeOffset.TryParseExact(time, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)) _until[name] = until;
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset? LastOf(string service) => _until.TryGetValue(service, out var until) ? until : null;

    /// <inheritdoc/>
    public void Store(string service, DateTimeOffset until)
    {
        _until[service] = until.ToUniversalTime();
        WriteSoon();
    }

    /// <inheritdoc/>
    public void Forget(string service)
    {
        if (_until.TryRemove(service, out _)) WriteSoon();
    }

    private void WriteSoon()
    {
        if (Interlocked.Exchange(ref _isWriting, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static self => self.Write(), this, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Volatile.Read(ref _isWriting) == 1) Write();
    }

    private void Write()
    {
        lock (_gate)
        {
            // What comes from here on is written by the next one.
            Volatile.Write(ref _isWriting, 0);
            var text = new StringBuilder();
            foreach (var (name, until) in _until.OrderBy(entry => entry.Key, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"{name} {until:O}\n");
            try
            {
                WholeFile.Replace(_path, Encoding.UTF8.GetBytes(text.ToString()), isLasting: true);
                _hasTrouble = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_hasTrouble) _trouble($"cannot write \"{_path}\": {e.Message}; after a stop of Baton a missed start may be made up for that was not missed");
                _hasTrouble = true;
            }
        }
    }
}

using Baton.Health.Alarms;
using Baton.Manifest;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>alarms</c> of a state directory: which monitors are silenced, and which are down so far as people were told. Written in the background; a death
/// before that may tell something once more.
/// </summary>
internal sealed class AlarmFile : IDisposable
{
    private const string Name = "alarms";
    private const int MaxBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Action<string> _trouble;
    private volatile AlarmMemory _latest;
    private int _isWriting;
    private bool _hasTrouble;

    /// <summary>Reads what an earlier daemon wrote; what is damaged is told and forgotten.</summary>
    public AlarmFile(string stateDirectory, Action<string> trouble)
    {
        (_path, _trouble) = (Path.Combine(stateDirectory, Name), trouble);
        Known = _latest = Read();
    }

    /// <summary>What was known at the beginning.</summary>
    public AlarmMemory Known { get; }

    /// <summary>Keeps it, soon.</summary>
    public void Store(AlarmMemory memory)
    {
        _latest = memory;
        if (Interlocked.Exchange(ref _isWriting, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static self => self.Write(), this, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Volatile.Read(ref _isWriting) == 1) Write();
    }

    private AlarmMemory Read()
    {
        if (!File.Exists(_path)) return AlarmMemory.None;
        if (FileContent.Read(_path, MaxBytes).Bytes is { } bytes && AlarmMemory.FromJson(bytes) is { } memory) return memory;
        _trouble($"cannot read \"{_path}\": it is damaged; silences are forgotten, and of a monitor that is down people are told again");
        return AlarmMemory.None;
    }

    private void Write()
    {
        lock (_gate)
        {
            // What comes from here on is written by the next one.
            Volatile.Write(ref _isWriting, 0);
            try
            {
                WholeFile.Replace(_path, _latest.ToJson(), isLasting: false);
                _hasTrouble = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_hasTrouble) _trouble($"cannot write \"{_path}\": {e.Message}; after a death of Baton silences may be forgotten, and people told of an alarm again");
                _hasTrouble = true;
            }
        }
    }
}

using System.Globalization;
using Baton.Health.Alarms;
using Baton.Manifest;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>alarms</c> of a state directory: which monitors are silenced, and which are down so far as people were told. Written in the background; a death
/// before that may tell something once more. What may be in it is bounded, and all that can be written can be read.
/// </summary>
internal sealed class AlarmFile : IDisposable
{
    private const string Name = "alarms";

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Action<string> _trouble;
    private volatile AlarmMemory _latest;
    private int _isWriting;
    private bool _hasTrouble;

    /// <summary>Reads what an earlier daemon wrote; what is damaged is set aside and told.</summary>
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

    /// <summary>Returns when what was to be kept is written.</summary>
    public void Dispose() => Write();

    private AlarmMemory Read()
    {
        if (!File.Exists(_path)) return AlarmMemory.None;
        var content = FileContent.Read(_path, AlarmMemory.MaxBytes);
        if (content.Bytes is not { } bytes || AlarmMemory.FromJson(bytes) is not { } memory) return SetAside(content.Problem ?? "it is damaged");
        var known = memory.WithinMost();
        if (known.Silences.Count < memory.Silences.Count)
        {
            _trouble(string.Create(CultureInfo.InvariantCulture,
                $"\"{_path}\" holds {memory.Silences.Count} silences, and there may be {Silence.Most}: the {memory.Silences.Count - known.Silences.Count} that would have ended first are forgotten"));
        }

        return known;
    }

    /// <summary>What cannot be understood stays for people to look at, and is not written over.</summary>
    private AlarmMemory SetAside(string problem)
    {
        string where;
        try
        {
            File.Move(_path, _path + ".broken", overwrite: true);
            where = $"it is \"{_path}.broken\" now";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            where = $"it cannot be set aside either: {e.Message}";
        }

        _trouble($"cannot read \"{_path}\": {problem}; {where}; silences are forgotten, and of a monitor that is down people are told again");
        return AlarmMemory.None;
    }

    private void Write()
    {
        lock (_gate)
        {
            // What comes from here on is written by the next one; what was to be written may be, by the one before.
            if (Interlocked.Exchange(ref _isWriting, 0) == 0) return;
            try
            {
                WholeFile.Replace(_path, Bounded(_latest.ToJson()), isLasting: false);
                _hasTrouble = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_hasTrouble) _trouble($"cannot write \"{_path}\": {e.Message}; after a death of Baton silences may be forgotten, and people told of an alarm again");
                _hasTrouble = true;
            }
        }
    }

    /// <summary>What could not be read again must not take the place of what can.</summary>
    private static byte[] Bounded(byte[] json) => json.Length <= AlarmMemory.MaxBytes ? json
        : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it would have {json.Length} bytes, and {AlarmMemory.MaxBytes} can be read again"));
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Baton.Control.Notify;
using Baton.Core;
using Baton.Manifest;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>notify</c> of a state directory: up to where each target was told, a line <c>NAME SEQ [SERVICE=WORD…]</c> each. Written in the background; a death
/// before that tells the last message once more.
/// </summary>
internal sealed class NotifyFile : INotifyMemory, IDisposable
{
    private const string Name = "notify";
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, NotifyPlace> _places = new();
    private readonly string _path;
    private readonly Action<string> _trouble;
    private int _isWriting;
    private bool _hasTrouble;

    /// <summary>Reads what an earlier daemon wrote; a line that makes no sense is left out.</summary>
    public NotifyFile(string stateDirectory, Action<string> trouble)
    {
        (_path, _trouble) = (Path.Combine(stateDirectory, Name), trouble);
        if (!File.Exists(_path) || FileContent.Read(_path, MaxBytes).Bytes is not { } bytes) return;
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            if (line.Split(' ') is [var name, var seq, .. var troubles] && Names.IsValid(name) && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                _places[name] = new NotifyPlace(number, [.. troubles.Select(trouble => trouble.Split('=')).Where(pair => pair.Length == 2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))]);
        }
    }

    /// <inheritdoc/>
    public NotifyPlace? Of(string target) => _places.GetValueOrDefault(target);

    /// <inheritdoc/>
    public void Store(string target, NotifyPlace place)
    {
        _places[target] = place;
        WriteSoon();
    }

    /// <inheritdoc/>
    public void Forget(string target)
    {
        if (_places.TryRemove(target, out _)) WriteSoon();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Volatile.Read(ref _isWriting) == 1) Write();
    }

    private void WriteSoon()
    {
        if (Interlocked.Exchange(ref _isWriting, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static self => self.Write(), this, preferLocal: false);
    }

    private void Write()
    {
        lock (_gate)
        {
            // What comes from here on is written by the next one.
            Volatile.Write(ref _isWriting, 0);
            var text = new StringBuilder();
            foreach (var (name, place) in _places.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{name} {place.Seq}");
                foreach (var (service, word) in place.Troubles) text.Append(' ').Append(service).Append('=').Append(word);
                text.Append('\n');
            }

            try
            {
                WholeFile.Replace(_path, Encoding.UTF8.GetBytes(text.ToString()), isLasting: false);
                _hasTrouble = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_hasTrouble) _trouble($"cannot write \"{_path}\": {e.Message}; after a death of Baton somebody may be told of an event again");
                _hasTrouble = true;
            }
        }
    }
}

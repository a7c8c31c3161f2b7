using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Baton.Runtime.Instances;

/// <summary>
/// The file <c>instances.json</c> of a state directory. Written whole, beside the old one, made to last and put in its place, so that whoever is killed and whenever, one
/// of the two is there. Of changes that come while one is written only the last is.
/// </summary>
internal sealed partial class RuntimeStateFile : IDisposable
{
    /// <summary>Its name in the state directory.</summary>
    public const string Name = "instances.json";


    /// <summary>The longest that there can be is shorter: each character takes six bytes at most, each entry some hundred besides.</summary>
    private const int MaxBytes = 128 * 1024 * 1024;

    private const int OpenFolder = 0x80000; // O_RDONLY | O_CLOEXEC

    // Only what JSON must escape is escaped: nobody takes the file for a page of HTML.
    private static readonly RuntimeJson Json = new(new JsonSerializerOptions(RuntimeJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Action<string> _trouble;
    private readonly Action<int> _stored;
    private volatile Pending? _pending;
    private int _isScheduled;
    private bool _hasTrouble;

    /// <param name="folder">The state directory.</param>
    /// <param name="trouble">Told what people should know.</param>
    /// <param name="stored">Told that everything up to a change is written, or could not be.</param>
    public RuntimeStateFile(string folder, Action<string> trouble, Action<int> stored) => (_path, _trouble, _stored) = (Path.Combine(folder, Name), trouble, stored);

    private sealed record Pending(int Change, OrchestratorState State);

    /// <summary>What an earlier daemon wrote; what is damaged is set aside and told.</summary>
    public RuntimeDocument Read()
    {
        try
        {
            if (!File.Exists(_path)) return RuntimeDocument.Empty;
            if (new FileInfo(_path).Length > MaxBytes) return SetAside(string.Create(CultureInfo.InvariantCulture, $"it has more than {MaxBytes} bytes"));
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), Json.RuntimeDocument) ?? SetAside("it is damaged");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return SetAside(e.Message);
        }
    }

    /// <summary>Writes a change, soon.</summary>
    public void StoreSoon(int change, OrchestratorState state)
    {
        _pending = new Pending(change, state);
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static self => self.Write(), this, preferLocal: false);
    }

    /// <summary>There is nothing to keep.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            var pending = Interlocked.Exchange(ref _pending, null);
            try
            {
                File.Delete(_path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _trouble($"cannot delete \"{_path}\": {e.Message}");
            }

            if (pending is not null) _stored(pending.Change);
        }
    }

    /// <summary>Returns when what was to be written is.</summary>
    public void Dispose() => Write();

    private void Write()
    {
        lock (_gate)
        {
            // What comes from here on is written by the next one; what was to be written may be, by the one before.
            Volatile.Write(ref _isScheduled, 0);
            if (Interlocked.Exchange(ref _pending, null) is not { } pending) return;
            try
            {
                Replace(JsonSerializer.SerializeToUtf8Bytes(RuntimeDocument.Of(pending.State), Json.RuntimeDocument));
                _hasTrouble = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_hasTrouble) _trouble($"cannot write \"{_path}\": {e.Message}; after a death of Baton instances and links will be as they were before");
                _hasTrouble = true;
            }

            _stored(pending.Change);
        }
    }

    private void Replace(byte[] content)
    {
        var next = _path + ".new";
        using (var file = new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(content);
            // Before the rename: else the new name could be on the disk before what it names.
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
        using var folder = new SafeFileHandle(open(Path.GetDirectoryName(_path)!, OpenFolder), ownsHandle: true);
        if (folder.IsInvalid || fsync(folder) != 0) throw new IOException($"{Marshal.GetLastPInvokeErrorMessage()} : '{_path}'");
    }

    /// <summary>What cannot be understood stays for people to look at, and is not written over.</summary>
    private RuntimeDocument SetAside(string problem)
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

        _trouble($"cannot read \"{_path}\": {problem}; {where}; instances and links are forgotten");
        return RuntimeDocument.Empty with { IsDamaged = true };
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeHandle file);
}

using Baton.Manifest;
using Baton.Supervision.Manifests;
using Baton.Supervision.Replicas;

namespace Baton.Daemon.Manifests;

/// <summary>Remembers what a manifest was read from, answer by answer, so that it can be read again when the files are others.</summary>
internal sealed class ManifestRecorder
{
    private readonly Dictionary<string, byte[]?> _files = [];
    private readonly Dictionary<string, string?> _problems = [];
    private readonly Dictionary<string, bool> _isFile = [];
    private readonly Dictionary<string, bool> _isFolder = [];
    private readonly Dictionary<string, string> _fingerprints = [];
    private readonly ManifestSource _source;

    /// <param name="source">What is asked; each thing once, so that all answers are of one moment.</param>
    public ManifestRecorder(ManifestSource source)
    {
        _source = source;
        var disk = source.Disk;
        Source = source with
        {
            Disk = new ManifestDisk(path => Once(_isFolder, path, disk.FolderExists), path => Once(_isFile, path, disk.FileExists), Read)
            {
                Accounts = disk.Accounts,
                Fingerprint = path => Once(_fingerprints, path, disk.Fingerprint),
            },
        };
    }

    /// <summary>To read the manifest from.</summary>
    public ManifestSource Source { get; }

    /// <summary>What was read.</summary>
    public ManifestSnapshot ToSnapshot(Startup.Locations locations, ManifestChoice choice, DateTimeOffset readAt) => new(
        locations, choice, readAt, new Dictionary<string, string>(_source.Environment), _files, _problems, _isFile, _isFolder, _fingerprints,
        _source.Scales.Count == 0 ? null : new Dictionary<string, AskedScale>(_source.Scales));

    private FileContent Read(string path, int limit)
    {
        if (_files.TryGetValue(path, out var known)) return new FileContent(known, _problems[path]);
        var content = _source.Disk.Read(path, limit);
        (_files[path], _problems[path]) = (content.Bytes, content.Problem);
        return content;
    }

    private static T Once<T>(Dictionary<string, T> known, string path, Func<string, T> ask) => known.TryGetValue(path, out var answer) ? answer : known[path] = ask(path);
}

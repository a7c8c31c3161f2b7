using System.Text.Json;
using Baton.Containers.Engine;
using Baton.Core;

namespace Baton.Containers.Runs;

/// <summary>The records of containers in <c>run/containers</c>, a file for each service. A file is whole or not there.</summary>
/// <param name="stateDirectory">Absolute path.</param>
internal sealed class ContainerRecords(string stateDirectory)
{
    private const int MostBytes = 64 * 1024;

    private readonly string _folder = Path.Combine(stateDirectory, "run", "containers");

    /// <summary>All of them; what is no record is not ours and left alone.</summary>
    public IReadOnlyList<ContainerRecord> Read()
    {
        if (!Directory.Exists(_folder)) return [];
        var records = new List<ContainerRecord>();
        foreach (var path in Directory.EnumerateFiles(_folder, "*.json"))
        {
            if (ReadAt(path) is { } record && Names.IsValid(record.Service)) records.Add(record);
        }

        return records;
    }

    /// <summary>A container of this service may be there.</summary>
    public bool Has(string service) => File.Exists(PathOf(service));

    /// <summary>Where the follower of a service's container keeps its place in the log.</summary>
    public string PlaceOf(string service) => Path.Combine(_folder, service + ".place");

    /// <summary>It is the one on record of its service; false also when that cannot be read.</summary>
    public bool IsLast(ContainerRecord record)
    {
        try
        {
            return ReadAt(PathOf(record.Service))?.Run == record.Run;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then no more is taken for its than carries its number.
            return false;
        }
    }

    /// <summary>Keeps one, in the place of an earlier one of its service.</summary>
    /// <exception cref="BatonException">Unavailable: it cannot be kept.</exception>
    public void Write(ContainerRecord record)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            var draft = PathOf(record.Service) + ".new";
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(record, EngineJson.Default.ContainerRecord));
            File.Move(draft, PathOf(record.Service), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot record container \"{record.Name}\": {e.Message}", e);
        }
    }

    /// <summary>Forgets one whose container is gone, unless its service has a later one.</summary>
    public void Remove(ContainerRecord record)
    {
        var path = PathOf(record.Service);
        try
        {
            if (!File.Exists(path) || Parse(File.ReadAllBytes(path))?.Run != record.Run) return;
            File.Delete(PlaceOf(record.Service));
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It names what is gone: whoever reads it looks for that in vain, and tries to forget it again.
        }
    }

    private string PathOf(string service) => Path.Combine(_folder, service + ".json");

    private static ContainerRecord? ReadAt(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MostBytes ? Parse(File.ReadAllBytes(path)) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Forgotten since it was looked for.
            return null;
        }
    }

    private static ContainerRecord? Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, EngineJson.Default.ContainerRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

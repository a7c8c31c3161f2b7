using System.Runtime.InteropServices;

namespace Baton.Processes.Tests.Devices;

/// <summary>Random changes of a small tree, made as fast as can be: what was told last must be what is there, by the kernel's news alone.</summary>
public sealed partial class DeviceWatchWalkTests : IDisposable
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly DeviceFixture _devices = new();
    private readonly string[] _targets;

    // Every one of these ends in a name, so that no link can lead to the folder of the test itself, nor from there out of it.
    public DeviceWatchWalkTests() => _targets =
        ["a", "b", "c", "./b", "a/b", "c/../b", "nowhere", _devices.Dev["a"], _devices.Dev["b/c"], _devices.Dev["c/./a/../b"]];

    public void Dispose() => _devices.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task After_any_changes_what_was_told_is_what_is_there(int seed)
    {
        var random = new Random(seed);
        var paths = Names.SelectMany(x => Names.SelectMany(y => Names.Select(z => $"{x}/{y}/{z}"))).Concat(Names).Select(name => _devices.Dev[name]).ToArray();
        var seen = paths.ToDictionary(path => path, path => _devices.See(path));
        for (var round = 0; round < 60; round++)
        {
            for (var i = random.Next(1, 12); i > 0; i--) Change(random);
            foreach (var path in paths)
            {
                // File.Exists says yes to a link that dangles.
                var isThere = access(path, 0) == 0;
                await seen[path].LastAsync(sighting => sighting.AreAllPresent == isThere, $"seed {seed}, round {round}: {path} {(isThere ? "present" : "missing")}");
            }
        }
    }

    private void Change(Random random)
    {
        var (path, other) = (Place(random), Place(random));
        try
        {
            switch (random.Next(6))
            {
                case 0:
                    Directory.CreateDirectory(path);
                    break;
                case 1:
                    File.WriteAllText(path, "");
                    break;
                case 2:
                    File.CreateSymbolicLink(path, _targets[random.Next(_targets.Length)]);
                    break;
                case 3:
                    Directory.Move(path, other);
                    break;
                default:
                    Remove(path);
                    break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Many a change is not possible just then: no such folder, a loop, a file in the way.
        }
    }

    private string Place(Random random) =>
        _devices.Dev[string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Names[random.Next(Names.Length)]))];

    private static void Remove(string path)
    {
        // A link is removed, not what it leads to.
        if (new FileInfo(path).LinkTarget is null && Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string path, int mode);
}

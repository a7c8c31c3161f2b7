using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Manifests;

public sealed class ManifestSnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ManifestSnapshotTests()
    {
        _folder.Write("baton.toml", """
            include = ["more.toml"]
            [services.web]
            command = "run ${NAME_OF_NOBODY:-x}"
            working_dir = "web"
            venv = "venv"
            env_file = "web.env"
            reload_files = ["web.conf", "none.conf"]
            readiness = { exec = ["true"] }
            """);
        _folder.Write("more.toml", "[services.db]\ncommand = [\"db\"]\n");
        _folder.Write("baton.override.toml", "[services.db]\nnice = 5\n");
        _folder.Write("web/venv/bin/activate", "");
        _folder.Write("web.env", "A=1\n");
        _folder.Write("web.conf", "a");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_read_from_it_is_equal_when_every_file_has_gone()
    {
        var reading = Read();
        Assert.Empty(reading.Manifest.ProblemLines);
        Keep(reading);
        foreach (var file in new[] { "baton.toml", "more.toml", "baton.override.toml", "web.env", "web.conf" }) File.Delete(_folder[file]);
        Directory.Delete(_folder["web"], recursive: true);
        var (back, problem) = ManifestReading.Recover(_folder["run"]);
        Assert.Null(problem);
        AssertEqual(reading.Manifest.Services, back!.Manifest.Services);
        Assert.Equal(reading.Locations, back.Locations);
        Assert.Equal(["A=1", "nice 5", "venv"], [
            $"A={back.Manifest.Services.Single(s => s.Name == "web").Launch.Environment["A"]}",
            $"nice {back.Manifest.Services.Single(s => s.Name == "db").Launch.Credentials!.Nice}",
            back.Manifest.Services.Single(s => s.Name == "web").Launch.Command[2].Contains("venv/bin/activate", StringComparison.Ordinal) ? "venv" : "none"]);
    }

    [Theory]
    [InlineData("more.toml", "[services.db]\ncommand = [\"db2\"]\n", "command")]
    [InlineData("baton.override.toml", "[services.db]\nnice = 6\n", "nice")]
    [InlineData("web.env", "A=2\n", "env (A)")]
    [InlineData("web.conf", "b", "reload_files")]
    [InlineData("none.conf", "", "reload_files")]
    public void A_file_that_is_edited_is_a_change_of_its_key(string file, string text, string key)
    {
        var before = Read();
        _folder.Write(file, text);
        var changed = before.Manifest.Services.Zip(Read().Manifest.Services).SelectMany(pair => DefinitionComparison.Of(pair.First, pair.Second)).Select(found => found.ToString()).ToList();
        Assert.StartsWith(key, Assert.Single(changed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_another_is_noticed_wherever_it_is()
    {
        Keep(Read());
        var path = Path.Combine(_folder["run"], "manifest");
        var good = File.ReadAllBytes(path);
        for (var at = 0; at < good.Length; at += Math.Max(1, good.Length / 200))
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x20;
            File.WriteAllBytes(path, bad);
            var (reading, problem) = ManifestReading.Recover(_folder["run"]);
            Assert.True(reading is null && problem!.Contains("read anew", StringComparison.Ordinal), $"byte {at}");
        }

        foreach (var length in new[] { 0, 1, 20, 82, 83, good.Length - 1 })
        {
            File.WriteAllBytes(path, good[..length]);
            Assert.NotNull(ManifestReading.Recover(_folder["run"]).Problem);
        }
    }

    [Fact]
    public void Nothing_kept_is_nothing_and_no_problem() => Assert.Equal((null, null), ManifestReading.Recover(_folder["run"]));

    [Fact]
    public void What_is_prepared_and_not_committed_does_not_hold_and_nobody_else_can_read_it()
    {
        var first = Read();
        Keep(first);
        _folder.Write("baton.override.toml", "[services.db]\nnice = 7\n");
        SnapshotFile.Prepare(_folder["run"], Read().Snapshot);
        AssertEqual(first.Manifest.Services, ManifestReading.Recover(_folder["run"]).Reading!.Manifest.Services);
        Assert.All(Directory.GetFiles(_folder["run"]), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private static void AssertEqual(IReadOnlyList<ServiceDefinition> expected, IReadOnlyList<ServiceDefinition> actual)
    {
        Assert.Equal(expected.Select(service => service.Name), actual.Select(service => service.Name));
        foreach (var (first, second) in expected.Zip(actual)) Assert.Empty(DefinitionComparison.Of(first, second));
    }

    private ManifestReading Read()
    {
        var options = new DaemonOptions(_folder.Path, null, null, null, null, false, [], false);
        return ManifestReading.Of(Locations.Find(options, Environment.CurrentDirectory), ManifestChoice.Everything, TimeProvider.System);
    }

    private void Keep(ManifestReading reading)
    {
        Directory.CreateDirectory(_folder["run"]);
        SnapshotFile.Prepare(_folder["run"], reading.Snapshot);
        SnapshotFile.Commit(_folder["run"]);
    }
}

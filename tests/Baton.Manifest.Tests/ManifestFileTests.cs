using System.Runtime.InteropServices;
using Baton.Manifest.Text;
using Baton.Manifest.Tree;
using Baton.TestKit;

namespace Baton.Manifest.Tests;

public sealed partial class ManifestFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("baton.toml", "a = 1")]
    [InlineData("UPPER.TOML", "a = 1")]
    [InlineData("registry.json", "{\"a\": 1}")]
    public void The_name_says_the_format(string name, string text)
    {
        var (root, diagnostics) = Read(_folder.Write(name, text));

        Assert.Empty(diagnostics.All);
        var value = Assert.IsType<IntegerNode>(root!.Find("a")!.Value);
        Assert.Equal((1, _folder[name]), (value.Value, value.Place.File));
    }

    [Fact]
    public void A_link_to_a_file_is_read()
    {
        File.CreateSymbolicLink(_folder["baton.toml"], _folder.Write("real", "a = 1"));

        Assert.NotNull(Read(_folder["baton.toml"]).Root);
    }

    [Fact]
    public void Problems_carry_the_path_that_the_user_typed() =>
        Assert.Equal($"{_folder["b.toml"]}:1:5: expected a value, found the end of the file", Problem(_folder.Write("b.toml", "a = ")).ToString());

    [Fact]
    public void Another_name_is_refused_unread() => AssertRefused("baton.yaml", "its name must end in .toml or .json");

    [Fact]
    public void A_missing_file_is_told() => AssertRefused("baton.toml", "No such file or directory");

    [Fact]
    public void A_name_that_holds_NUL_is_refused() => AssertRefused("a\0.toml", "its name holds NUL");

    [Fact]
    public void A_directory_is_refused()
    {
        Directory.CreateDirectory(_folder["dir.toml"]);
        AssertRefused("dir.toml", "it is a directory");
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_refused_at_once()
    {
        Assert.Equal(0, mkfifo(_folder["pipe.toml"], 0x180));

        var problem = await Eventually.ReturnsAsync(Task.Run(() => Problem(_folder["pipe.toml"])), "the pipe is refused");

        Assert.EndsWith("it is not a regular file", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_is_refused()
    {
        File.CreateSymbolicLink(_folder["zero.toml"], "/dev/zero");
        AssertRefused("zero.toml", "it is not a regular file");
    }

    [Fact]
    public void A_file_over_16_MiB_is_refused_and_one_of_16_MiB_is_read()
    {
        var path = _folder["big.toml"];
        File.WriteAllText(path, new string('\n', Limits.MaxBytes));
        Assert.Empty(Read(path).Diagnostics.All);

        File.AppendAllText(path, "\n");
        AssertRefused("big.toml", "the file is larger than 16 MiB");
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRefused(string name, string reason)
    {
        var problem = Problem(_folder[name]);
        Assert.Equal(new Place(_folder[name], 1, 1), problem.Place);
        Assert.Equal($"cannot read manifest \"{_folder[name]}\": {reason}", problem.Message);
    }

    private static Diagnostic Problem(string path) => Assert.Single(Read(path).Diagnostics.All);

    private static Parsed Read(string path)
    {
        var diagnostics = new Diagnostics();
        return new Parsed(ManifestFile.Read(path, diagnostics), diagnostics);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);
}

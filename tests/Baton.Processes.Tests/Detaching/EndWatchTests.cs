using Baton.Processes.Detaching;
using Baton.Processes.Records;
using Baton.Processes.Tree;
using Baton.TestKit;
using Microsoft.Win32.SafeHandles;

namespace Baton.Processes.Tests.Detaching;

/// <summary>A process that becomes a program when nobody holds its descriptor any more.</summary>
public sealed class EndWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_becomes_the_program_when_the_last_holder_has_closed()
    {
        Close(EndWatch.Start(["/bin/sh", .. Says("named")], _folder["output"]));

        await Eventually.HoldsAsync(() => Said() == "named\n", "its word");
    }

    [Fact]
    public async Task It_becomes_a_program_whose_file_has_no_name_any_more()
    {
        File.Copy("/bin/sh", _folder["program"]);
        int descriptor;
        using (var program = File.OpenHandle(_folder["program"]))
        {
            descriptor = EndWatch.Start([_folder["program"], .. Says("nameless")], _folder["output"], program);
        }

        File.Delete(_folder["program"]);
        Close(descriptor);

        await Eventually.HoldsAsync(() => Said() == "nameless\n", "its word");
    }

    [Fact]
    public async Task It_becomes_nothing_when_it_is_called_off()
    {
        var calledOff = EndWatch.Start(["/bin/sh", .. Says("called off")], _folder["output"]);
        var mark = $"{_folder.Path}/";
        EndWatch.CallOff(calledOff);

        await Eventually.HoldsAsync(() => !IsThere(mark), "its end");
        Assert.Equal("", Said());
    }

    [Fact]
    public async Task It_is_nothing_that_a_run_has_left()
    {
        var state = new StateId(42);
        var before = RunMark.Read(0, state);
        var descriptor = EndWatch.Start(["/bin/sh", .. Says("over")], _folder["output"]);

        Assert.Equal(before, RunMark.Read(0, state));
        var watcher = Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _) && CommandLine(folder).Contains($"{_folder.Path}/"))
            .Select(folder => int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(LimitMarkKind.Foreign, RunMark.Read(Assert.Single(watcher), state).Kind);
        EndWatch.CallOff(descriptor);
        await Eventually.HoldsAsync(() => !IsThere($"{_folder.Path}/"), "its end");
    }

    private string[] Says(string word) => ["-c", "echo $1", $"{_folder.Path}/", word];

    private string Said() => File.Exists(_folder["output"]) ? File.ReadAllText(_folder["output"]) : "";

    private static void Close(int descriptor) => new SafeFileHandle(descriptor, ownsHandle: true).Dispose();

    private static bool IsThere(string mark) => Directory.EnumerateDirectories("/proc").Any(folder => int.TryParse(Path.GetFileName(folder), out _) && CommandLine(folder).Contains(mark));

    private static string[] CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText($"{folder}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            return []; // It has just ended.
        }
    }
}

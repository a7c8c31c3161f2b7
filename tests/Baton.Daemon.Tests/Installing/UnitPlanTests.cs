using Baton.Core;
using Baton.Daemon.Installing;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Installing;

public sealed class UnitPlanTests : IDisposable
{
    private static readonly UnitSurroundings Around = new(["/opt/baton/baton"], "/bin:/a b", "/home/jo", null, null);

    private readonly TemporaryFolder _folder = new();

    public UnitPlanTests() => _folder.Write("pro%ject $1/baton.toml", "[services.a]\ncommand = [\"true\"]\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_unit_for_a_user_belongs_into_the_users_folder_and_quotes_what_systemd_would_take_apart()
    {
        var unit = UnitPlan.Of(_folder["pro%ject $1"], isForUser: true, name: null, Around);
        var home = _folder.Path.Replace("%", "%%", StringComparison.Ordinal);
        Assert.Equal(("baton-pro-ject--1.service", "/home/jo/.config/systemd/user/baton-pro-ject--1.service"), (unit.Name, unit.Path));
        Assert.StartsWith("# Written by: baton install\n", unit.Text, StringComparison.Ordinal);
        Assert.Contains($"\nExecStart=\"/opt/baton/baton\" up \"{home}/pro%%ject $$1\"\n", unit.Text, StringComparison.Ordinal);
        Assert.Contains($"\nExecStop=\"/opt/baton/baton\" down --state \"{home}/pro%%ject $$1/.baton\"\n", unit.Text, StringComparison.Ordinal);
        Assert.Contains($"\nWorkingDirectory={home}/pro%%ject $1\n", unit.Text, StringComparison.Ordinal);
        Assert.Contains("\nEnvironment=\"PATH=/bin:/a b\"\n", unit.Text, StringComparison.Ordinal);
        Assert.EndsWith("\nWantedBy=default.target\n", unit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("User=", unit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void For_the_machine_a_folder_that_everybody_may_write_is_refused_also_above()
    {
        var error = Assert.Throws<BatonException>(() => UnitPlan.Of(_folder["pro%ject $1"], isForUser: false, name: null, Around));
        Assert.Equal(ErrorCode.Forbidden, error.Code);
        Assert.Contains("everybody may write into \"/tmp\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_behind_a_link_is_run_where_it_really_is_under_the_name_of_the_link()
    {
        Directory.CreateSymbolicLink(_folder["shop"], _folder["pro%ject $1"]);
        var unit = UnitPlan.Of(_folder["shop"], isForUser: true, name: null, Around);
        Assert.Equal("baton-shop.service", unit.Name);
        Assert.Contains("/pro%%ject $1\n", unit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/shop", unit.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0b111_101_101, null)]
    [InlineData(1000, 0b111_000_000, null)]
    [InlineData(1001, 0b111_000_000, "belongs to uid 1001")]
    [InlineData(1000, 0b111_111_101, "the group of")]
    [InlineData(0, 0b111_101_111, "everybody may write")]
    [InlineData(0, 0b001_111_111_111, "everybody may write")]
    public void A_folder_is_trusted_when_nobody_but_root_and_the_user_can_change_it(uint owner, int mode, string? problem)
    {
        var told = FolderTrust.ProblemOf("/srv/shop", owner, (UnixFileMode)mode, user: 1000);
        if (problem is null) Assert.Null(told);
        else Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_from_a_safe_place_into_one_that_everybody_may_write_is_seen_through()
    {
        // The kernel's own link to where a process is lies where nobody may write.
        await using var there = RunningProgram.Start("/bin/sleep", ["600"], _folder["pro%ject $1"]);
        var link = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/{there.Pid}/cwd");
        var error = Assert.Throws<BatonException>(() => UnitPlan.Of(link, isForUser: false, name: null, Around));
        there.Signal(9);
        Assert.Contains("everybody may write into \"/tmp\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData(".x")]
    [InlineData("a@b")]
    public void A_name_that_is_none_of_a_unit_is_refused(string name) =>
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<BatonException>(() => UnitPlan.Of(_folder["pro%ject $1"], isForUser: true, name, Around)).Code);

    [Fact]
    public void A_folder_without_a_manifest_is_refused() =>
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<BatonException>(() => UnitPlan.Of(_folder.Path, isForUser: true, null, Around)).Code);

    [Fact]
    public void A_build_of_a_checkout_is_named_by_the_link_that_the_next_build_keeps()
    {
        Assert.Equal(["/src/artifacts/baton/current/baton"], UnitSurroundings.ProgramOf("/src/artifacts/baton/build-20260101-1/baton", "x"));
        Assert.Equal(["/usr/bin/baton"], UnitSurroundings.ProgramOf("/usr/bin/baton", "x"));
        Assert.Equal(["/usr/bin/dotnet", "/a/baton.dll"], UnitSurroundings.ProgramOf("/usr/bin/dotnet", "/a/baton.dll"));
    }

    [Fact]
    public async Task Systemd_itself_finds_nothing_wrong_with_a_unit()
    {
        const string analyze = "/usr/bin/systemd-analyze";
        if (!File.Exists(analyze)) return;
        var around = Around with { Program = ["/bin/true"] };
        var unit = UnitPlan.Of(_folder["pro%ject $1"], isForUser: true, "baton-verify", around);
        _folder.Write("baton-verify.service", unit.Text);
        var (exitCode, output, errors) = await RunningProgram.RunAsync(analyze, ["verify", "--man=no", _folder["baton-verify.service"]], _folder.Path);
        Assert.DoesNotContain("baton-verify", output + errors, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }
}

using System.Collections.Concurrent;
using Baton.Processes.Changes;
using Baton.TestKit;

namespace Baton.Processes.Tests.Changes;

/// <summary>Real files that change.</summary>
public sealed class FileChangesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _changed = new();
    private readonly ConcurrentQueue<string> _troubles = new();
    private readonly FileChanges _changes = new(bug => Assert.Fail(bug.ToString()));

    public void Dispose()
    {
        _changes.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("src/**/*.py", "src/a.py src/x/y/b.py", "src/a.pyc a.py srcs/a.py")]
    [InlineData("*.toml", "a.toml a.toml/b", "x/a.toml a_toml")]
    [InlineData("conf", "conf conf/a conf/b/c", "conf2 a/conf")]
    [InlineData("a?c/*", "abc/x abc/x/y", "ac/x abbc/x abc")]
    [InlineData("**/[x].txt", "[x].txt a/[x].txt", "x.txt")]
    [InlineData("src/**", "src/a src/b/c", "src a/src/b")]
    public void A_pattern_takes_what_it_should_and_nothing_else(string pattern, string taken, string left)
    {
        var glob = new Glob(pattern);
        Assert.All(taken.Split(' '), path => Assert.True(glob.IsMatch(path), path));
        Assert.All(left.Split(' '), path => Assert.False(glob.IsMatch(path), path));
    }

    [Theory]
    [InlineData("/etc/*", "must be relative to the project")]
    [InlineData("../*", "must not leave the project (\"..\")")]
    [InlineData("src/**.py", "has \"**\" beside other characters; write it between slashes, as in \"src/**/*.py\"")]
    public void A_wrong_pattern_is_told(string pattern, string problem) => Assert.Equal(problem, Glob.ProblemOf(pattern));

    [Fact]
    public async Task Changes_are_told_also_of_folders_that_are_made_later_and_nothing_that_is_left_out()
    {
        _folder.Write("src/a.py", "");
        _folder.Write("src/gen/g.py", "");
        using var watch = _changes.Watch(new WatchedFiles(_folder.Path, ["src/**/*.py"], ["src/gen"]), _changed.Enqueue, _troubles.Enqueue);
        await SeesAsync("src/a.py", () => _folder.Write("src/a.py", "1"));
        _folder.Write("src/gen/g.py", "1");
        _folder.Write("src/a.txt", "1");
        _folder.Write("src/.git/x.py", "1");
        await SeesAsync("src/new/deep/b.py", () => _folder.Write("src/new/deep/b.py", "1"));
        await SeesAsync("src/c.py", () => File.Move(_folder["src/a.py"], _folder["src/c.py"], overwrite: true));
        Assert.Equal(["src/a.py", "src/c.py", "src/new/deep/b.py"], _changed.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task A_watch_that_has_ended_tells_nothing_and_another_goes_on()
    {
        _folder.Write("a", "");
        var other = new ConcurrentQueue<string>();
        var ended = _changes.Watch(new WatchedFiles(_folder.Path, ["*"], []), other.Enqueue, _troubles.Enqueue);
        using var watch = _changes.Watch(new WatchedFiles(_folder.Path, ["a"], []), _changed.Enqueue, _troubles.Enqueue);
        await SeesAsync("a", () => _folder.Write("a", "1"));
        ended.Dispose();
        using var third = _changes.Watch(new WatchedFiles(_folder.Path, ["b"], []), _changed.Enqueue, _troubles.Enqueue);
        await SeesAsync("b", () => _folder.Write("b", "1"));
        // What was under way at its end may still have been told.
        other.Clear();
        using var fourth = _changes.Watch(new WatchedFiles(_folder.Path, ["c"], []), _changed.Enqueue, _troubles.Enqueue);
        await SeesAsync("c", () => _folder.Write("c", "1"));
        Assert.Empty(other);
    }

    [Fact]
    public void Patterns_that_match_no_file_are_found_at_load()
    {
        _folder.Write("src/a.py", "");
        _folder.Write("src/gen/g.ts", "");
        Assert.Equal(["src/*.js", "**/*.ts"], new WatchedFiles(_folder.Path, ["src/**/*.py", "src/*.js", "**/*.ts"], ["src/gen"]).Unmatched());
    }

    /// <summary>Does it again until it is seen: the watch begins a little later than it was asked for.</summary>
    private Task SeesAsync(string path, Action act)
    {
        var isDone = false;
        return Eventually.HoldsAsync(() =>
        {
            if (!isDone) act();
            else if (File.Exists(_folder[path])) _folder.Write(path, "again");
            isDone = true;
            return _changed.Contains(path);
        }, () => $"{path}: {string.Join(", ", _changed)}");
    }
}

using System.Text.RegularExpressions;
using Baton.TestKit;

namespace Baton.Dashboard.Tests;

/// <summary>What the pages are made of holds together before a browser has seen it.</summary>
public sealed partial class PageFilesTests
{
    private static readonly string Folder = Repository.File("src/Baton.Control/dashboard");

    [Fact]
    public void Every_module_that_is_imported_is_there()
    {
        foreach (var path in Directory.EnumerateFiles(Folder, "*.js", SearchOption.AllDirectories))
        {
            foreach (Match import in Imports().Matches(File.ReadAllText(path)))
            {
                var target = Path.Combine(Path.GetDirectoryName(path)!, import.Groups[1].Value);
                Assert.True(File.Exists(target), $"{Path.GetRelativePath(Folder, path)} imports {import.Groups[1].Value}, which is not there");
            }
        }
    }

    [Fact]
    public void The_start_page_has_nothing_inline_and_names_only_files_that_are_there()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "index.html"));
        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page);
        foreach (Match named in Named().Matches(page))
            Assert.True(File.Exists(Path.Combine(Folder, named.Groups[1].Value)), $"index.html names {named.Groups[1].Value}, which is not there");
    }

    [GeneratedRegex("""(?:from\s+|import\(|import\s+)"(\.[^"]+)";?""")]
    private static partial Regex Imports();

    [GeneratedRegex("""(?:href|src)="/ui/([^"]+)"(?!\s*>All)""")]
    private static partial Regex Named();
}

using System.Security.Cryptography;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.Dashboard.Tests;

/// <summary>The libraries of others are those that the lock file names, byte by byte, and nothing else lies beside them.</summary>
public sealed class VendoredLibraryTests
{
    private static readonly string Folder = Repository.File("src/Baton.Control/dashboard/vendor");

    [Fact]
    public void Every_vendored_file_is_the_one_that_the_lock_names()
    {
        using var lockFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "vendor.lock.json")));
        var files = lockFile.RootElement.GetProperty("files").EnumerateArray().ToList();
        foreach (var file in files)
        {
            var name = file.GetProperty("file").GetString()!;
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, name))));
            Assert.Equal((name, file.GetProperty("sha256").GetString()), (name, hash));
            Assert.NotEmpty(file.GetProperty("licence").GetString()!);
            Assert.Matches(@"^\d+\.\d+\.\d+$", file.GetProperty("version").GetString());
        }

        string[] named = [.. files.Select(file => file.GetProperty("file").GetString()!), .. files.Select(file => file.GetProperty("licence_file").GetString()!), "vendor.lock.json"];
        Assert.Equal(named.Distinct().Order(), Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Order());
    }

    [Fact]
    public void No_file_of_the_dashboard_names_an_address_of_the_network()
    {
        var dashboard = Path.GetDirectoryName(Folder)!;
        foreach (var path in Directory.EnumerateFiles(dashboard, "*", SearchOption.AllDirectories).Where(path => Path.GetExtension(path) is ".js" or ".css" or ".html"))
        {
            // Names of namespaces are no addresses, and what libraries say in comments is not fetched.
            var text = File.ReadAllText(path).Replace("http://www.w3.org/", "", StringComparison.Ordinal);
            if (!path.StartsWith(Folder, StringComparison.Ordinal)) Assert.DoesNotMatch("https?://", text);
            Assert.DoesNotMatch(@"(\b(import|from)\s*\(?\s*[""']|url\(\s*[""']?)https?:", text);
        }
    }
}

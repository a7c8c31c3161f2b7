using System.Security.Cryptography;
using System.Text;

namespace Baton.Manifest.Tests.Toml;

public class ConformanceDataTests
{
    [Fact]
    public void The_official_cases_are_complete_and_unchanged()
    {
        var sums = new StringBuilder();
        foreach (var file in ConformanceData.Files)
        {
            sums.Append(Convert.ToHexStringLower(SHA256.HashData(ConformanceData.Read(file)))).Append("  ").Append(file).Append('\n');
        }

        Assert.Equal(
            "64ab5b00ffc15d9827c2166df01ccf5af8cb5f0ddd550622c1b5f4371a747c30",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums.ToString()))));
        Assert.Equal(210, ConformanceData.Toml("valid").Count());
        Assert.Equal(499, ConformanceData.Toml("invalid").Count());
    }
}

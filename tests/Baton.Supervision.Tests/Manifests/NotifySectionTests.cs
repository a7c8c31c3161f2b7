using System.Text;
using Baton.Manifest.Binding;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>The tables <c>[notify.NAME]</c>.</summary>
public sealed class NotifySectionTests
{
    [Fact]
    public void All_keys_are_read_and_variables_put_in()
    {
        var (targets, problems) = Bind("""
            [notify.ops]
            url = "https://hooks.example/${HOOK}"
            headers = { Authorization = "Bearer ${HOOK}" }
            body = '{"content":"{{text}}"}'
            on = ["failed", "recovery"]
            services = ["web"]
            timeout_seconds = 2.5
            rate_limit_per_minute = 6
            allow_private = true
            [notify.chat]
            type = "webhook"
            url = "http://127.0.0.1:9/"
            template = "slack"
            """);
        Assert.Empty(problems);
        var ops = targets[0];
        Assert.Equal(("ops", "https://hooks.example/s3cret", "Bearer s3cret"), (ops.Name, ops.Url.AbsoluteUri, ops.Headers[0].Value));
        Assert.Equal((TimeSpan.FromSeconds(2.5), 6, true), (ops.Timeout, ops.PerMinute, ops.AllowsPrivate));
        Assert.Equal(["failed", "recovery"], ops.On);
        Assert.Equal(["web"], ops.Services);
        Assert.Equal((NotifyTemplate.Slack, NotifyWords.Default), (targets[1].Body, targets[1].On));
        Assert.True(ops.IsSameAs(ops with { On = ["failed", "recovery"] }));
        Assert.False(ops.IsSameAs(ops with { On = ["failed"] }));
    }

    [Theory]
    [InlineData("", "missing key \"url\"")]
    [InlineData("url = \"ftp://x/${HOOK}\"", "must be an address that begins with http:// or https://")]
    [InlineData("url = \"http://me:pw@x/\"", "must not hold a user and password")]
    [InlineData("url = \"http://x\"\non = [\"faild\"]", "there is no event \"faild\" to be told of; did you mean \"failed\"?")]
    [InlineData("url = \"http://x\"\non = []", "must name at least one event")]
    [InlineData("url = \"http://x\"\nbody = \"{{servise}}\"", "there is no {{servise}}")]
    [InlineData("url = \"http://x\"\nbody = \"x\"\ntemplate = \"slack\"", "not both")]
    [InlineData("url = \"http://x\"\nheaders = { \"a b\" = \"x\" }", "is no name of a header")]
    [InlineData("url = \"http://x\"\nheaders = { Host = \"x\" }", "Baton's own to send")]
    [InlineData("url = \"http://x\"\nheaders = { A = \"x\\r\\nB: y\" }", "control characters")]
    [InlineData("url = \"http://x\"\ntype = \"mail\"", "expected one of \"webhook\"")]
    [InlineData("url = \"http://x\"\nrate_limit_per_minute = 0", "must be 1 to 600")]
    public void What_makes_no_sense_is_told_where_it_stands_and_never_with_a_secret(string keys, string expected)
    {
        var (_, problems) = Bind($"[notify.ops]\n{keys}\n");
        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("s3cret", StringComparison.Ordinal));
    }

    private static (IReadOnlyList<NotifyTarget> Targets, List<string> Problems) Bind(string text)
    {
        var diagnostics = new Diagnostics();
        var root = new TableReader(TomlReader.Read("baton.toml", Encoding.UTF8.GetBytes(text), diagnostics)!, diagnostics)
        {
            Interpolation = new Interpolation(name => name == "HOOK" ? "s3cret" : null),
        };
        var targets = NotifySection.Bind(root);
        root.Finish();
        return (targets, [.. diagnostics.All.Select(problem => problem.ToString())]);
    }
}

using Baton.Control.Notify;
using Baton.Core.Notices;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Control.Tests.Notify;

/// <summary>Of which events somebody is told.</summary>
public sealed class NotifyChoiceTests
{
    private long _seq;

    [Fact]
    public void The_end_of_a_trouble_is_told_once_and_only_of_a_trouble_that_was_told()
    {
        var choice = Choice(NotifyWords.Default);
        Assert.Equal(["-", "failed", "-", "recovery", "-"], Tell(choice, "web running", "web failed", "db running", "web running", "web running"));
        Assert.Equal(["unhealthy", "-", "recovery"], Tell(choice, "web unhealthy", "web running", "web healthy"));
    }

    [Fact]
    public void Who_stops_a_service_in_trouble_is_not_told_that_it_is_well_again()
    {
        var choice = Choice(NotifyWords.Default);
        Assert.Equal(["failed", "-", "-"], Tell(choice, "web failed", "web stopped", "web running"));
        Assert.Empty(choice.Troubles);
    }

    [Fact]
    public void A_choice_of_services_takes_in_groups_and_leaves_out_Baton_itself()
    {
        var choice = Choice(["failed", "degraded"], "night", "web");
        Assert.Equal(["failed", "failed", "-"], Tell(choice, "night-sky failed", "web failed", "db failed"));
        Assert.Null(choice.Take(new Notice(++_seq, default, "daemon", "degraded", null, null)));
        Assert.NotNull(Choice(["degraded"]).Take(new Notice(++_seq, default, "daemon", "degraded", null, null)));
    }

    [Fact]
    public void Alarms_of_monitors_are_told_by_their_words_and_to_who_chose_the_monitor_by_name_or_tag()
    {
        Assert.Equal(["monitor_down", "monitor_up", "-", "-"], Hear(Monitors([], NotifyWords.Default), "web down", "web up", "web flapping", "web unhealthy"));
        Assert.Equal(["monitor_flapping", "-"], Hear(Monitors(["web"], ["monitor_flapping"]), "web flapping", "db flapping"));
        Assert.Equal(["-", "monitor_down"], Hear(Monitors(["all-db"], NotifyWords.Default), "web down", "db down"));
        // Who names services alone is told of no monitor, and who names monitors alone of no service and not of Baton itself.
        Assert.Equal(["-"], Hear(Choice(NotifyWords.Default, "web"), "web down"));
        Assert.Equal(["-"], Tell(Monitors(["web"], NotifyWords.Default), "web failed"));
        Assert.Null(Monitors(["web"], ["degraded"]).Take(new Notice(++_seq, default, "daemon", "degraded", null, null)));
    }

    [Fact]
    public void Who_was_told_that_a_monitor_is_down_is_told_its_end_also_when_nobody_knows_its_tags_any_more()
    {
        IReadOnlyList<string> words = ["web", "night"];
        var target = new NotifyTarget { Name = "ops", Url = new Uri("http://localhost"), On = NotifyWords.Default, Monitors = ["night"] };
        var choice = new NotifyChoice(target, static _ => [], _ => words);
        Assert.Equal(["monitor_down"], Hear(choice, "web down"));
        var later = new NotifyChoice(target, static _ => [], _ => words);
        later.Remember(choice.Troubles);
        words = ["web"];
        Assert.Equal(["monitor_up", "-"], Hear(later, "web up", "web up"));
        Assert.Empty(later.Troubles);
    }

    [Fact]
    public void A_message_of_a_monitor_has_its_name_its_level_and_a_sentence()
    {
        var message = new NotifyMessage(new Notice(7, default, "monitor/web", "down", null, "HTTP 500"), "monitor_down");
        Assert.Equal("web||monitor_down|error|p on h: monitor web down: HTTP 500",
            message.Render(new NotifyTemplate("{{monitor}}|{{service}}|{{what}}|{{level}}|{{text}}"), new NotifyOrigin("h", "p"), isJson: true));
    }

    [Fact]
    public void What_is_said_of_messages_is_no_message()
    {
        Assert.Null(Choice([.. NotifyWords.All]).Take(new Notice(++_seq, default, "notify/ops", "degraded", null, null)));
    }

    [Theory]
    [InlineData("{{service}}: {{ what }}", "web: failed")]
    [InlineData("{{{service}}}", "{web}")]
    [InlineData("{\"a\":{\"b\":\"{{what}}\"}}", "{\"a\":{\"b\":\"failed\"}}")]
    [InlineData("}} {{ no place {{what}}", "}} {{ no place failed")]
    [InlineData("{{detail}}", "say \\\"no\\\"\\n")]
    public void A_template_fills_its_places_and_leaves_other_braces(string template, string expected)
    {
        var message = new NotifyMessage(new Notice(7, default, "service/web", "failed", null, "say \"no\"\n"), "failed");
        Assert.Equal(expected, message.Render(new NotifyTemplate(template), new NotifyOrigin("h", "p"), isJson: true));
    }

    private static NotifyChoice Choice(IReadOnlyList<string> on, params string[] services) =>
        new(new NotifyTarget { Name = "ops", Url = new Uri("http://localhost"), On = on, Services = services }, static service => service.StartsWith("night-", StringComparison.Ordinal) ? ["night"] : [], static monitor => [monitor, $"all-{monitor}"]);

    private static NotifyChoice Monitors(IReadOnlyList<string> monitors, IReadOnlyList<string> on) =>
        new(new NotifyTarget { Name = "ops", Url = new Uri("http://localhost"), On = on, Monitors = monitors }, static _ => [], static monitor => [monitor, $"all-{monitor}"]);

    private List<string> Hear(NotifyChoice choice, params string[] events) => [.. events.Select(e => e.Split(' '))
        .Select(e => choice.Take(new Notice(++_seq, default, $"monitor/{e[0]}", e[1], null, null))?.Word ?? "-")];

    private List<string> Tell(NotifyChoice choice, params string[] events) => [.. events.Select(e => e.Split(' '))
        .Select(e => choice.Take(new Notice(++_seq, default, $"service/{e[0]}", e[1], null, null))?.Word ?? "-")];
}

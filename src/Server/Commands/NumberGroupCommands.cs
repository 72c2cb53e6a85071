using System.CommandLine;
using Tandem.Api.NumberGroups;
using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;
using static Tandem.Server.Commands.Screen;

namespace Tandem.Server.Commands;

/// <summary><c>tandem number-group …</c>: the commands of every kind, and those for a group's numbers.</summary>
internal sealed class NumberGroupCommands(SharedOptions shared) : ObjectCommands<NumberGroup>(shared, ObjectKinds.NumberGroups,
    new Column("NUMBERS", 10, group => Text(group, "numberCount")), new Column("MEMO", 60, group => Text(group, "memo")))
{
    /// <inheritdoc/>
    public override Command Make()
    {
        var group = base.Make();
        group.Add(Numbers());
        group.Add(Change("add-numbers", "Add numbers to a group; one that ends in * stands for all that begin so", ""));
        group.Add(Change("remove-numbers", "Take numbers out of a group", "/remove"));
        return group;
    }

    private Command Numbers()
    {
        var name = Name();
        var search = new Option<string?>("--search") { Description = "A part of the number", HelpName = "TEXT" };
        var limit = LimitOption.Make();
        var command = new Command("numbers", "List the numbers of a group") { name, search, limit };
        command.SetAction((result, _) => CommandRun.Start(result, Shared, creates: false, run => run.List(
            $"{Path(result.GetValue(name)!)}/numbers" + ApiClient.Query(("search", result.GetValue(search))), result.GetValue(limit),
            items => Table(items, new Column("NUMBER", 64, number => number.GetString()!)))));
        return command;
    }

    private Command Change(string verb, string description, string path)
    {
        var name = Name();
        var numbers = new Argument<string[]>("number") { Description = "One or more", HelpName = "NUMBER", Arity = ArgumentArity.OneOrMore };
        var command = new Command(verb, description) { name, numbers };
        command.SetAction((result, _) => CommandRun.Start(result, Shared, creates: false, async run => run.Show(
            await run.Api.Post($"{Path(result.GetValue(name)!)}/numbers{path}", new NumberList(result.GetValue(numbers)!)),
            count => Line($"Number group {result.GetValue(name)} has {Text(count, "numberCount")} numbers."))));
        return command;
    }
}

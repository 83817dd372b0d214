"""Made-up names: first and family names drawn apart from lists of our own, so nobody real is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_FIRST = """
    Aaliyah Abdul Abena Ada Adeola Adwoa Agnieszka Ahmed Aidan Aisha Alan Alasdair Alice Alun Amara Amina Amir
    Amit Anastasia Andrew Angharad Anjali Annabel Anthony Arjun Asha Ayesha Azadeh Babatunde Barbara Beatrice
    Benjamin Bethan Bilal Blessing Bogdan Brendan Bronwen Callum Camille Carlos Carol Caroline Catrin Chiara
    Chidi Chloe Christopher Claire Colette Connor Craig Cristina Cynthia Daisy Daniel Daria David Deborah Deepa
    Delroy Derek Desmond Devon Dewi Dilys Donna Dorota Douglas Ebony Edith Edward Eilidh Elaine Elena Elif Eluned
    Emeka Emily Emma Emmanuel Eoin Esther Ethan Eunice Ewa Fatima Felicity Femi Fergus Fiona Florence Folake
    Francesca Gareth Gavin Geeta George Georgina Gloria Graham Grace Gurpreet Gwen Habiba Hamish Hannah Harjit
    Harriet Hassan Hayley Heather Helen Henry Hiroko Hodan Hong Hugh Ibrahim Ifeoma Imogen Imran Ingrid Iris
    Isaac Isla Ivan Jacqueline Jade Jamal James Jasmine Jasper Jennifer Jerome Joan Joanna Jordan Joseph Joy
    Joyce Julia Kamal Karen Karolina Kavita Keisha Kelly Kenneth Khadija Kieran Kiran Kofi Krystyna Kwame Lakshmi
    Laura Layla Leah Leila Leroy Lewis Lidia Linda Ling Lloyd Lorna Louise Lucia Lucy Luke Mairead Malcolm
    Malik Manjit Marcus Maria Marlon Martha Matilda Maureen Maxine Meera Megan Mehmet Mei Michelle Mihai Miles
    Miriam Mohammed Moira Monika Morag Muhammad Musa Myfanwy Nadia Naomi Nasreen Natalia Neil Nia Nicola Nigel
    Nikhil Nina Noor Obi Olga Oliver Olivia Olu Omar Oscar Owen Paige Parveen Patience Patricia Patrick Paula
    Pavel Petra Philip Piotr Polly Poppy Precious Priya Rachel Rahul Rajesh Rania Raymond Rebecca Rhiannon
    Rhys Richard Robert Rohan Rosa Rosemary Rory Rowena Ruth Saba Sabrina Sadia Salma Samantha Samuel Sandra
    Sanjay Sarah Sean Selina Shabana Shanice Sharon Shauna Shirin Sian Simon Sinead Sofia Solomon Sonia Sophie
    Stefan Stella Stephen Stewart Sunita Susan Suzanne Sylvia Tamsin Tanya Tariq Temitope Teresa Tess Thandi
    Thomas Tiago Tobias Tomasz Toyin Tracey Uma Usha Valentina Vanessa Vera Victor Vikram Vivienne Wanda
    Wei Wendy William Winston Yasmin Yetunde Yolanda Yusuf Zahra Zainab Zara Zoe Zuzanna"""
FIRST_NAMES = tuple(_FIRST.split())

_FAMILY = """
    Abbott Abdi Abdullah Achebe Ackroyd Adams Adebayo Adeyemi Adjei Afolabi Agarwal Agyeman Ahmadi Ahmed
    Akhtar Akinola Ali Allen Amoah Anand Andersson Anderson Appiah Armstrong Asante Aslam Atkinson Baker Balogun
    Bangura Banerjee Barker Barnes Barrett Bashir Bates Begum Bell Bennett Bhatt Bianchi Blake Boateng Booth
    Bowen Bradley Brennan Brown Bryant Burke Burton Butler Byrne Campbell Carter Chan Chandra Chapman Charles
    Chaudhry Chen Choudhury Chowdhury Clarke Cole Collins Cook Cooper Costa Cox Craig Crawford Cruz Cunningham
    D'Souza Daly Darko Das Davies Dawson Dean Demir Desai Dhillon Diallo Dixon Doherty Douglas Doyle Duffy Dunn
    Dutta Edwards Egan Eze Ellis Evans Farah Farooq Fernandes Ferreira Fitzgerald Fletcher Flynn Forbes Ford
    Foster Fraser Gallagher Garcia Ghosh Gibson Gill Gonzalez Gordon Graham Grant Gray Green Greenwood Griffiths
    Gupta Hall Hamilton Harding Harris Hart Harvey Hassan Hayes Henderson Hill Ho Holland Holmes Horvat Hughes
    Hunt Hussain Ibrahim Idowu Iqbal Islam Ismail Iyer Jackson Jama James Jenkins John Johnson Jones Joseph Joshi
    Kamara Kapoor Kaur Kaya Kelly Kennedy Khan Khatun King Knight Kovacs Kowalska Kowalski Kumar Lam Lambert
    Lawal Lawrence Lee Lewandowska Lewis Lim Lloyd Lopez Lynch MacDonald Mahmood Malik Mann Marsh Marshall
    Martin Mason Matthews McCarthy McKenzie McLean Mehta Mensah Miah Mills Mistry Mitchell Mohamed Mohammed
    Moore Morgan Morris Morrison Moyo Murphy Murray Mutasa Nair Ncube Newman Ng Nguyen Nkosi Novak Nowak Nunes
    O'Brien O'Connor O'Neill O'Sullivan Obi Odukoya Ofori Okafor Okeke Okonkwo Oladipo Oliveira Omar Osei
    Osman Owen Owusu Page Palmer Parker Parmar Patel Payne Pearce Pereira Perera Perry Petrov Phillips Phiri
    Popescu Powell Pratt Price Quinn Rahman Rai Rashid Rees Reid Reilly Reynolds Richards Roberts Robinson Rossi
    Rowe Ryan Sahota Saleh Sanders Santos Saunders Scott Shah Sharma Shaw Sheikh Simpson Sinclair Singh
    Smith Sodhi Spencer Stewart Stone Suleiman Tan Tanner Taylor Thapa Thomas Thompson Tran Tucker Turner
    Uddin Ukaegbu Usman Varga Vaughan Verma Wade Walker Wallace Walsh Wang Ward Warsame Watkins Watts Webb Wells
    West Whitfield Wilkinson Williams Wilson Wong Wood Wright Yadav Yang Yeboah Yilmaz Young Yusuf
    Zaman Zhang Zielinski Zulu"""
FAMILY_NAMES = tuple(_FAMILY.split())


def draw_name(random: Random) -> str:
    """A full name; about one in sixteen has a double-barrelled family name."""
    family = random.choice(FAMILY_NAMES)
    if random.random() < 0.06:
        family += f"-{random.choice(FAMILY_NAMES)}"
    return f"{random.choice(FIRST_NAMES)} {family}"


def mail_address(name: str, taken: dict[str, int], domain: str) -> str:
    """An address for the name that no earlier call with the same ``taken`` has returned."""
    stem = name.lower().replace(" ", ".").replace("'", "")
    taken[stem] = number = taken.get(stem, 0) + 1
    return f"{stem}{number if number > 1 else ''}@{domain}"
